/**
 * Limits the calls of one token to a number in any minute. Genesys counts in fixed minutes, so this is stricter than
 * its limit.
 */

/** The published limit on calls a minute with one token, over all namespaces (docs/facts/genesys.md section 2.2). */
export const PUBLISHED_PER_MINUTE = 300;

const MINUTE_MS = 60_000;

/** Decides when each call may be made. It reads no clock: times in and out are Unix ms. */
export class CallPace {
  readonly #perMinute: number;
  /** The times of the latest calls, ascending. */
  #granted: number[] = [];
  #notBeforeMs = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Reserves one call and returns the time at which it may be made. */
  grant(nowMs: number): number {
    const last = this.#granted.at(-this.#perMinute);
    const atMs = Math.max(nowMs, this.#notBeforeMs, last === undefined ? 0 : last + MINUTE_MS);
    this.#granted.push(atMs);
    if (this.#granted.length > 2 * this.#perMinute) this.#granted = this.#granted.slice(-this.#perMinute);
    return atMs;
  }

  /** Delays every call that is granted from now on until `atMs`, because the org asked for a pause. */
  pauseUntil(atMs: number): void {
    this.#notBeforeMs = Math.max(this.#notBeforeMs, atMs);
  }
}
