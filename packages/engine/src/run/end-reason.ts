import { ExitCode, RunEnd } from '../contract/exit.ts';

/** The reason why a run ends before its time. The first one wins; later ones are ignored. */
export class EndReason {
  readonly #controller = new AbortController();
  #reason: RunEnd | undefined;
  #failed = false;

  get reason(): RunEnd | undefined {
    return this.#reason;
  }

  /** `exec.test.fail` was called. */
  get isMarkedFailed(): boolean {
    return this.#failed;
  }

  /** Fires when the run has to end now. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(error: unknown): void {
    this.#reason ??= asRunEnd(error);
    this.#controller.abort();
  }

  markFailed(): void {
    this.#failed = true;
  }

  /**
   * The exit code. An early end wins over the mark of `exec.test.fail`, and that over failed thresholds
   * (docs/facts/k6.md, section 1).
   */
  exitCode(thresholdsFailed: boolean): ExitCode {
    if (this.#reason) return this.#reason.exitCode;
    if (this.#failed) return ExitCode.markedFailed;
    return thresholdsFailed ? ExitCode.thresholdsFailed : ExitCode.ok;
  }
}

/** Turns anything that was thrown into a RunEnd: one line, and exit code 255 unless it is a RunEnd already. */
export function asRunEnd(error: unknown): RunEnd {
  if (error instanceof RunEnd) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new RunEnd(ExitCode.uncategorised, message.replace(/\n.*/s, ''));
}
