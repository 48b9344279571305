/** How often something happened in the current minute or second, for each key: a fixed window. */
export class FixedWindow {
  readonly #lengthMs: number;
  #counts = new Map<string, number>();
  #window = -1;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** Counts one more, or `weight` more, and gives the count in its window. */
  take(key: string, nowMs: number, weight = 1): number {
    const window = Math.floor(nowMs / this.#lengthMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#counts = new Map();
    }
    const count = (this.#counts.get(key) ?? 0) + weight;
    this.#counts.set(key, count);
    return count;
  }

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Seconds until the window ends, rounded up. */
  resetSeconds(nowMs: number): number {
    return Math.ceil((this.#lengthMs - (nowMs % this.#lengthMs)) / 1_000);
  }
}
