/** The time as a tenant sees it, and its timers. Everything in a tenant that goes by time goes through one clock. */
export interface TenantClock {
  /** Unix time (ms). */
  now(): number;
  /** Runs `callback` once, `ms` from now. */
  after(ms: number, callback: () => void): void;
  /** Runs `callback` every `ms`. */
  every(ms: number, callback: () => void): void;
  /** Cancels every timer. */
  clear(): void;
}

/** This process's own clock and timers. */
export class SystemClock implements TenantClock {
  readonly #timeouts = new Set<NodeJS.Timeout>();
  readonly #intervals = new Set<NodeJS.Timeout>();

  now(): number {
    return Date.now();
  }

  after(ms: number, callback: () => void): void {
    const timeout = setTimeout(() => {
      this.#timeouts.delete(timeout);
      callback();
    }, ms);
    this.#timeouts.add(timeout);
  }

  every(ms: number, callback: () => void): void {
    this.#intervals.add(setInterval(callback, ms));
  }

  clear(): void {
    for (const timeout of this.#timeouts) clearTimeout(timeout);
    for (const interval of this.#intervals) clearInterval(interval);
    this.#timeouts.clear();
    this.#intervals.clear();
  }
}
