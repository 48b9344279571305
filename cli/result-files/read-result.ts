import type { ProbeReading } from '../../lib/plan/probes/phase.ts';
import type { Reading } from '../../lib/verdict/reading.ts';
import type { RunMark } from '../../lib/verdict/summary-input.ts';
import { readInputFile } from '../io/input-file.ts';

/** What commands read of a result (`-e RESULT=<file>`). Which keys are present depends on the script that wrote it. */
export interface RunResult {
  /** The id of the run, and its time. */
  readonly run?: RunMark;
  /** Written by customers, contact-centre and agents: what the metrics of the run amount to. */
  readonly reading?: Reading;
  readonly verdict?: { readonly cause: string } | null;
  /** Written by ceiling: a reading for each probe, refused and failed sessions by cause, and agents' sockets. */
  readonly probes?: readonly ProbeReading[];
  readonly causes?: Readonly<Record<string, number>>;
  readonly agentsOpen?: number;
}

/**
 * Reads a result. Throws an error of one line when the file is not there, or is no JSON object.
 *
 * @param file as the user named it, relative to `cwd` or absolute
 */
export function readResult(file: string, cwd = ''): RunResult {
  const text = readInputFile('results', file, cwd);
  try {
    const result: unknown = JSON.parse(text);
    if (typeof result === 'object' && result !== null) return result;
  } catch {
    // The error below says it.
  }
  throw new Error(`results ${file}: not JSON; allowed: the file of -e RESULT`);
}
