import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunIo } from '@headroom/engine';
import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import type { SearchPhase } from '../../lib/plan/probes/phase.ts';
import { readInput } from '../../report/fold/input-file.ts';
import { readResult } from '../../report/read/result.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import { INTERRUPTED, NOT_WELL } from '../io/exit-codes.ts';
import { run } from '../run/run.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** k6's exit codes of a run that did not begin. When the first run ends so, nothing is retried. */
export const NEVER_RAN: ReadonlySet<number> = new Set([104, 107, 108]);
/** The pause before a phase that failed is tried again. */
export const RETRY_MS = 2_000;
/** k6's exit codes of a run that has measured something: the gate held, a threshold ended it, or it was interrupted. */
export const MEASURED: ReadonlySet<number> = new Set([0, NOT_WELL, INTERRUPTED]);

/**
 * Runs one phase and returns what it measured, with k6's exit code. It is the port between the controllers in search/
 * and k6.
 */
export type RunPhase = (phase: SearchPhase) => Promise<{ readonly measured: MeasuredPhase; readonly code: number }>;

export interface RunnerOptions {
  /** The absolute path of the plan. */
  readonly planPath: string;
  /** `NAME=value` overrides, passed on as `-e`. */
  readonly values: readonly string[];
  readonly engine: string | undefined;
  /**
   * Whether samples are kept for as long as a phase takes, for the words of refusals. The dense transport sees none. An
   * output that the environment names (K6_OUT) is left to itself.
   */
  readonly keepsWords?: boolean;
}

/**
 * Makes a function that runs phases on k6 or the embedded engine, as `headroom run` chooses. `said` is called once with
 * the first line of output, which names the engine.
 */
export function phaseRunner(
  { planPath, values, engine, keepsWords = false }: RunnerOptions,
  io: RunIo,
  said: (line: string) => void,
): RunPhase {
  let told = false;
  return async (phase) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'headroom-phase-'));
    const resultPath = path.join(folder, 'result.json');
    const samplesPath = keepsWords && !io.env.K6_OUT ? path.join(folder, 'samples.json') : undefined;
    const startedMs = Date.now();
    let log = '';
    const quiet: RunIo = {
      ...io,
      stdout: { write: () => true },
      stderr: {
        write: (text) => {
          log += String(text);
        },
      },
    };
    try {
      const code = await run(
        [
          path.join(ROOT, 'dist/ceiling.js'),
          ...(engine === undefined ? [] : ['--engine', engine]),
          '--quiet',
          ...(samplesPath === undefined ? [] : ['--out', `json=${samplesPath}`]),
          ...(phase.localIps === undefined ? [] : ['--local-ips', phase.localIps]),
          ...[`PLAN=${planPath}`, ...values, `PHASE=${JSON.stringify(phase)}`, `RESULT=${resultPath}`].flatMap(
            (pair) => ['-e', pair],
          ),
        ],
        quiet,
      );
      if (!told) said(log.split('\n')[0] ?? '');
      told = true;
      const base = { phase, startedMs, tookMs: Date.now() - startedMs };
      const result = MEASURED.has(code) ? probesIn(resultPath) : undefined;
      if (result === undefined)
        return { measured: { ...base, failed: `exit code ${code}: ${lastErrorIn(log)}` }, code };
      const refusals = samplesPath === undefined ? undefined : await refusalsIn(samplesPath);
      return { measured: { ...base, ...result, ...(refusals === undefined ? {} : { refusals }) }, code };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

/** What the probes of a phase showed, or undefined where the run wrote no such result. */
function probesIn(file: string) {
  try {
    const { probes, causes, says = {}, agentsOpen, deployments } = readResult(file, ['phase']).content;
    return { probes, causes, says, agentsOpen, ...(deployments === undefined ? {} : { deployments }) };
  } catch {
    return undefined;
  }
}

/** What the refusals of a phase say, from its samples; undefined where they cannot be read. */
async function refusalsIn(file: string): Promise<readonly SeenRefusals[] | undefined> {
  const input = await readInput(file);
  return input.kind === 'samples' ? input.samples.refusals.all() : undefined;
}

/** The message of the last error in a log of k6, without its time and level; else the last line. */
export function lastErrorIn(log: string): string {
  const lines = log.split('\n').filter((line) => /level=error/.test(line));
  const line = lines.at(-1) ?? log.trim().split('\n').at(-1) ?? '';
  return /msg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replace(/\\"/g, '"') ?? line;
}
