import { runWith } from '../../src/run/run-with.ts';
import { type FakeDeeds, fakeScript } from './fake-script.ts';

export interface RunOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Which parts of the script were called, in order. */
  readonly calls: readonly string[];
}

export interface FakeRun extends FakeDeeds {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Takes the function that interrupts the run. */
  interruptible?(interrupt: () => void): void;
}

/** Runs a fake script from arguments to exit code. */
export async function runFake({
  argv = [],
  env = {},
  cwd = '/',
  interruptible,
  ...deeds
}: FakeRun): Promise<RunOutcome> {
  const calls: string[] = [];
  const out = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof out) => ({
    write: (text: string | Uint8Array) => {
      out[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  });
  const io = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env,
    cwd,
    onInterrupt(listener: () => void) {
      interruptible?.(listener);
      return () => {};
    },
  };
  const code = await runWith(fakeScript(deeds, calls), [...argv, 'fake.js'], io);
  return { code, calls, ...out };
}
