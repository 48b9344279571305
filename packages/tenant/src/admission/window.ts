/** How often something happened in this minute or second, for each key: fixed windows. */
export class RateWindow {
  readonly #lengthMs: number;
  #counts = new Map<string, number>();
  #window = -1;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** Counts one; how many it is in its window. */
  take(key: string, nowMs: number): number {
    const window = Math.floor(nowMs / this.#lengthMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#counts = new Map();
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Whole seconds until the window ends. */
  resetSeconds(nowMs: number): number {
    return Math.ceil((this.#lengthMs - (nowMs % this.#lengthMs)) / 1_000);
  }
}
