import { loadScript } from './load-script.ts';
import type { RunIo } from './run/run-io.ts';
import { runWith } from './run/run-with.ts';

export { flagHelp, inLines } from './options/flag-help.ts';
export { LiveRegion, showsEveryMs } from './run/live-region.ts';
export { processIo, type RunIo, type TextStream } from './run/run-io.ts';
export type { RunState, RunView } from './run/run-view.ts';

/**
 * Runs a k6 script as `k6 run` would: `argv` is what follows `run`, the answer is k6's exit code. Never rejects: what is
 * wrong is one line on stderr and a code.
 *
 * @example
 * const exitCode = await runScript(['--vus', '2', '--iterations', '10', 'script.js'], processIo());
 */
export function runScript(argv: readonly string[], io: RunIo): Promise<number> {
  return runWith(loadScript, argv, io);
}
