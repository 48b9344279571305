import { pauseMs } from '../../base/backoff.ts';

/** What a failed call leaves to do: a pause, and a question to the server, how the conversation stands. */
export class Asking {
  /** How often the server may still be asked. */
  #left = 0;
  #failures = 0;
  #pausedUntilMs = 0;

  get isDue(): boolean {
    return this.#left > 0;
  }

  /** Until when (Unix ms) no call goes out. */
  get pausedUntilMs(): number {
    return this.#pausedUntilMs;
  }

  /** The server has to be asked, until it answers or was asked so often. */
  ask(times: number): void {
    this.#left = times;
  }

  answered(): void {
    this.#left = 0;
  }

  unanswered(nowMs: number): void {
    if (this.#left > 0) this.#left--;
    this.failed(nowMs);
  }

  /** A call failed. The next one waits, the longer the more have failed. */
  failed(nowMs: number): void {
    this.#pausedUntilMs = nowMs + pauseMs(++this.#failures);
  }

  succeeded(): void {
    this.#failures = 0;
  }
}
