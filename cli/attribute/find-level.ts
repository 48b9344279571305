import type { RunIo } from '@headroom/engine';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import { nextSearchStep } from '../../search/ceiling-search.ts';
import type { MeasuredPhase } from '../../search/measured-phase.ts';
import { INTERRUPTED, NEVER_RAN, type RunPhase } from '../experiments/phase-runner.ts';
import { phaseText } from '../experiments/phase-text.ts';

/**
 * Finds the level around which to run the trials: the one at which a bracket was refused, or the maximum that may be
 * offered where it was not. Returns an exit code where there is no level.
 */
export async function findLevel(
  settings: SearchSettings,
  measure: RunPhase,
  io: RunIo,
): Promise<number | { readonly code: number }> {
  const history: MeasuredPhase[] = [];
  for (;;) {
    const step = nextSearchStep(settings, history, 0);
    if (step.kind === 'done') {
      io.stderr.write(
        `headroom attribute: no level to vary things at: ${step.result.irregular[0] ?? 'nothing was admitted'}\n`,
      );
      return { code: 99 };
    }
    // The bracket is over: the search would overshoot from this level.
    const last = history.at(-1);
    const probe = last !== undefined && 'probes' in last ? last.probes[0] : undefined;
    if (step.phase.name !== 'bracket' && probe !== undefined) return Math.max(1, probe.held);
    io.stderr.write(`${step.says}\n`);
    const { measured, code } = await measure(step.phase);
    io.stderr.write(`${phaseText(measured)}\n`);
    if (code === INTERRUPTED || ('failed' in measured && history.length === 0 && NEVER_RAN.has(code))) return { code };
    history.push(measured);
  }
}
