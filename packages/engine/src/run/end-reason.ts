import { ExitCode, RunEnd } from '../contract/exit.ts';

/** Why a run ends before its time. The first reason wins; later ones change nothing. */
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

  /** k6's order: what ended the run, then a failed mark, then thresholds (k6.md §1). */
  exitCode(thresholdsFailed: boolean): ExitCode {
    if (this.#reason) return this.#reason.exitCode;
    if (this.#failed) return ExitCode.markedFailed;
    return thresholdsFailed ? ExitCode.thresholdsFailed : ExitCode.ok;
  }
}

/** Anything thrown as the end of a run: one line, 255 unless it says otherwise. */
export function asRunEnd(error: unknown): RunEnd {
  if (error instanceof RunEnd) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new RunEnd(ExitCode.uncategorised, message.split('\n', 1)[0] ?? '');
}
