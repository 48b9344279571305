/** k6's exit codes, and `unsupported`, which is the engine's own. */
export const ExitCode = {
  ok: 0,
  thresholdsFailed: 99,
  setupTimeout: 100,
  teardownTimeout: 101,
  timeout: 102,
  invalidConfig: 104,
  externalAbort: 105,
  scriptException: 107,
  scriptAborted: 108,
  markedFailed: 110,
  /** The script called what k6 has and this engine does not. No other exit code of k6 is near it. */
  unsupported: 120,
  uncategorised: 255,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The end of a run before its time: `message` is one line for the log, `exitCode` is k6's code. */
export class RunEnd extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'RunEnd';
    this.exitCode = exitCode;
  }
}
