import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import type { Evaluate } from './compile.ts';

/**
 * Evaluates a script's top level for a VU. Throws a RunEnd: 108 when it called `exec.test.abort`, 120 when it called what the
 * engine lacks, 107 when it threw.
 */
export function initialise(vu: VirtualUser, evaluate: Evaluate, setupJson: () => string | undefined): void {
  const { host } = vu;
  // handleSummary and teardown may be initialised after an abort: only what ends the run in this init counts.
  const { endedBy: before } = host;
  try {
    vu.init(evaluate, setupJson);
  } catch (error) {
    if (host.endedBy && host.endedBy !== before) throw host.endedBy;
    throw new RunEnd(ExitCode.scriptException, host.describe(error));
  }
  if (host.endedBy && host.endedBy !== before) throw host.endedBy;
}

/**
 * Writes the consolidated options onto a VU's exported `options`, as k6 does. Frozen options make every VU fail there
 * (docs/facts/k6.md, section 11, hazard 5).
 */
export function shareOptions(vu: VirtualUser): void {
  const { options } = vu.exports;
  if (typeof options !== 'object' || options === null) return;
  try {
    Object.assign(options, vu.host.scriptOptions());
  } catch {
    throw new RunEnd(
      ExitCode.scriptException,
      "hazard: the exported `options` are frozen: k6 writes the consolidated options onto each VU's, which fails there in every VU. Export a fresh object",
    );
  }
}
