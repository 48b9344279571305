import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import type { ProbeReading, SearchPhase } from '../../lib/plan/probes/phase.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import { lastErrorIn, MEASURED, ROOT, type RunnerOptions } from '../experiments/phase-runner.ts';
import { run } from '../run/run.ts';
import { outcomeIn } from './run-outcome.ts';

/** The scripts whose whole runs can be compared. */
export const COMPARED_SCRIPTS = ['customers', 'contact-centre'] as const;
export type ComparedScript = (typeof COMPARED_SCRIPTS)[number];

interface WholeRun {
  readonly script: ComparedScript;
  readonly plan: Plan;
  readonly phase: SearchPhase;
  readonly runner: RunnerOptions;
  /** Both runs of a pair have the same, and no two pairs: what is peculiar to one draw of customers is no difference. */
  readonly seed: number;
}

interface RunTrial {
  readonly measured: MeasuredPhase;
  readonly code: number;
}

/**
 * Runs a script once as a trial. It runs under the gate `explore`, so that no rule ends it early. A run that was cut
 * short, or that its generator could not keep up with, is a failed trial.
 */
export async function runWholeTrial({ script, plan, phase, runner, seed }: WholeRun, io: RunIo): Promise<RunTrial> {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-trial-'));
  const resultPath = path.join(folder, 'result.json');
  const startedMs = Date.now();
  let log = '';
  const write = (text: string | Uint8Array) => {
    log += String(text);
  };
  try {
    const own = [`RESULT=${resultPath}`, `SEED=${seed}`, 'GATE=explore'];
    const pairs = [`PLAN=${runner.planPath}`, ...runner.values, ...own];
    const engine = runner.engine === undefined ? [] : ['--engine', runner.engine];
    const code = await run(
      [path.join(ROOT, `dist/${script}.js`), ...engine, '--quiet', ...pairs.flatMap((pair) => ['-e', pair])],
      { ...io, stdout: { write: () => true }, stderr: { write } },
    );
    const base = { phase, startedMs, tookMs: Date.now() - startedMs };
    if (!MEASURED.has(code)) return { code, measured: { ...base, failed: `exit code ${code}: ${lastErrorIn(log)}` } };
    const read = outcomeIn(resultPath, script, plan);
    if ('failed' in read) return { code, measured: { ...base, ...read } };
    const probe = asProbe(phase.probes[0]?.offer ?? 0, read.outcome.held ?? 0);
    return { code, measured: { ...base, probes: [probe], causes: {}, outcome: read.outcome } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A whole run in the form of a probe that was offered what the plan wants. */
function asProbe(offer: number, held: number): ProbeReading {
  const admitted = Math.min(offer, Math.round(held));
  const knocks = { knocksAdmitted: 0, knocksRefused: 0 };
  return { offer, admitted, held: admitted, refused: offer - admitted, failed: 0, dropped: 0, late: 0, ...knocks };
}
