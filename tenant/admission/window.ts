/** A limit on how often something may happen in a minute or a second, for each key: fixed windows. */
export class RateWindow {
  readonly #limit: number;
  readonly #lengthMs: number;
  #counts = new Map<string, number>();
  #window = -1;

  constructor(limit: number, lengthMs: number) {
    this.#limit = limit;
    this.#lengthMs = lengthMs;
  }

  /** Counts one; true while within the limit. */
  take(key: string, nowMs: number): boolean {
    const window = Math.floor(nowMs / this.#lengthMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#counts = new Map();
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= this.#limit;
  }

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Whole seconds until the window ends. */
  resetSeconds(nowMs: number): number {
    return Math.ceil((this.#lengthMs - (nowMs % this.#lengthMs)) / 1_000);
  }
}
