/** At most so many calls in any minute: more than the published limit on a token asks, whose minutes are fixed. */

const MINUTE_MS = 60_000;

/** When each call may go. Pure: times in and out are Unix ms. */
export class CallPace {
  readonly #perMinute: number;
  /** When the latest calls go, ascending. */
  #granted: number[] = [];
  #notBeforeMs = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Grants one call: when it may go. */
  grant(nowMs: number): number {
    const last = this.#granted.at(-this.#perMinute);
    const atMs = Math.max(nowMs, this.#notBeforeMs, last === undefined ? 0 : last + MINUTE_MS);
    this.#granted.push(atMs);
    if (this.#granted.length > 2 * this.#perMinute) this.#granted = this.#granted.slice(-this.#perMinute);
    return atMs;
  }

  /** The org asked for a pause: no call that is granted from now on goes before it is over. */
  pauseUntil(atMs: number): void {
    this.#notBeforeMs = Math.max(this.#notBeforeMs, atMs);
  }
}
