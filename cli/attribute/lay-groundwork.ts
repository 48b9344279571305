import type { RunIo, TextStream } from '@headroom/engine';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { type Groundwork, nextGroundwork } from '../../search/groundwork.ts';
import type { Trial } from '../../search/trials.ts';
import { withStatus } from '../experiments/live-status.ts';
import { INTERRUPTED, NEVER_RAN, type RunPhase } from '../experiments/phase-runner.ts';
import { phaseText } from '../experiments/phase-text.ts';
import type { ResumeFile } from '../experiments/resume-file.ts';

/** The contrast under which phases before the trials are kept. */
const GROUNDWORK = 'groundwork';

/**
 * Finds the level around which to run the trials, where none is given, and measures what happens far below it. Returns
 * an exit code where there is no level.
 */
export async function layGroundwork(
  settings: SearchSettings,
  level: number | undefined,
  resume: ResumeFile<Trial>,
  measure: RunPhase,
  io: RunIo,
  progress: TextStream,
): Promise<Groundwork | { readonly code: number }> {
  for (;;) {
    const history = resume.history.flatMap(({ contrast, measured }) => (contrast === GROUNDWORK ? [measured] : []));
    const step = nextGroundwork(settings, history, level);
    if (step.kind === 'done') return step.groundwork;
    if (step.kind === 'none') {
      io.stderr.write(`headroom attribute: no level to vary things at: ${step.why}\n`);
      return { code: 99 };
    }
    const { says, phase } = step;
    progress.write(`${says}\n`);
    const place = `phase ${history.length + 1}`;
    const underway = { says, place, lastsMs: runMs(phase), leftMs: undefined };
    const { measured, code } = await withStatus(underway, progress, io.env, () => measure(phase));
    ('failed' in measured ? io.stderr : progress).write(`${phaseText(measured)}\n`);
    if ('failed' in measured && history.length === 0 && NEVER_RAN.has(code)) return { code };
    resume.add({ contrast: GROUNDWORK, arm: 'a', warmUp: true, measured });
    if (code === INTERRUPTED) return { code };
  }
}
