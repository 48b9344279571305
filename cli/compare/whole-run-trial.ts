import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import type { SearchPhase } from '../../lib/plan/probes/phase.ts';
import { readResult } from '../../report/read/result.ts';
import type { MeasuredPhase } from '../../search/measured-phase.ts';
import { lastErrorIn, MEASURED, ROOT, type RunnerOptions } from '../experiments/phase-runner.ts';
import { run } from '../run/run.ts';

/** The scripts whose whole runs can be compared: both report how many sessions they held. */
export const COMPARED_SCRIPTS = ['customers', 'contact-centre'] as const;
export type ComparedScript = (typeof COMPARED_SCRIPTS)[number];

/**
 * Runs a script once as a trial, and returns it in the form of a probe: `held` are the sessions that were open after
 * the hold, `refused` the rest of the planned ones.
 */
export async function runWholeTrial(
  script: ComparedScript,
  phase: SearchPhase,
  runner: RunnerOptions,
  io: RunIo,
): Promise<RunTrial> {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-trial-'));
  const resultPath = path.join(folder, 'result.json');
  const startedMs = Date.now();
  let log = '';
  const write = (text: string | Uint8Array) => {
    log += String(text);
  };
  try {
    const pairs = [`PLAN=${runner.planPath}`, ...runner.values, `RESULT=${resultPath}`];
    const engine = runner.engine === undefined ? [] : ['--engine', runner.engine];
    const code = await run(
      [path.join(ROOT, `dist/${script}.js`), ...engine, '--quiet', ...pairs.flatMap((pair) => ['-e', pair])],
      { ...io, stdout: { write: () => true }, stderr: { write } },
    );
    const base = { phase, startedMs, tookMs: Date.now() - startedMs };
    const heldAfterHold = MEASURED.has(code) ? heldIn(resultPath) : undefined;
    if (heldAfterHold === undefined)
      return { code, measured: { ...base, failed: `exit code ${code}: ${lastErrorIn(log)}` } };
    const offer = phase.probes[0]?.offer ?? 0;
    const held = Math.min(offer, heldAfterHold);
    const probe = { offer, admitted: held, held, refused: offer - held, failed: 0, dropped: 0, late: 0 };
    const probes = [{ ...probe, knocksAdmitted: 0, knocksRefused: 0 }];
    return { code, measured: { ...base, probes, causes: {} } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface RunTrial {
  readonly measured: MeasuredPhase;
  readonly code: number;
}

function heldIn(file: string): number | undefined {
  try {
    return readResult(file, ['run']).content.reading?.heldAfterHold;
  } catch {
    return undefined;
  }
}
