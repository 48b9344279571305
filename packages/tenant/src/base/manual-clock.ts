import type { TenantClock } from './clock.ts';

interface Timer {
  dueMs: number;
  readonly everyMs: number | undefined;
  readonly callback: () => void;
}

/**
 * A clock for tests: time stands still until `advance` moves it.
 *
 * @example
 * const clock = new ManualClock();
 * const tenant = await startTenant({ port: 0, profile, clock });
 * clock.advance(30_000); // an alert that nobody answered has timed out
 */
export class ManualClock implements TenantClock {
  readonly #timers = new Set<Timer>();
  #nowMs: number;

  /** `startMs` is Unix time (ms): by default the start of 2026. */
  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
  }

  /** How many timers are set, for a test that waits until one more is. */
  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, callback: () => void): void {
    this.#timers.add({ dueMs: this.#nowMs + ms, everyMs: undefined, callback });
  }

  every(ms: number, callback: () => void): void {
    this.#timers.add({ dueMs: this.#nowMs + ms, everyMs: ms, callback });
  }

  clear(): void {
    this.#timers.clear();
  }

  /** Lets `ms` pass: the timers that fall due run in the order of their times, each at its own time. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (let timer = this.#next(untilMs); timer !== undefined; timer = this.#next(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
      if (timer.everyMs === undefined) this.#timers.delete(timer);
      else timer.dueMs += timer.everyMs;
      timer.callback();
    }
    this.#nowMs = untilMs;
  }

  /** The timer that falls due first, up to `untilMs`; the first that was set of several that fall due together. */
  #next(untilMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers)
      if (timer.dueMs <= untilMs && (first === undefined || timer.dueMs < first.dueMs)) first = timer;
    return first;
  }
}
