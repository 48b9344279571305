import type { ExecutorClock } from '../../src/executors/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Time that passes only when a test says so: each timer fires at exactly its own time. */
export class VirtualClock implements ExecutorClock {
  #nowMs = 0;
  readonly #timers: Timer[] = [];

  now = () => this.#nowMs;
  turn = () => Promise.resolve();

  at(timeMs: number, callback: () => void): () => void {
    const timer = { dueMs: Math.max(timeMs, this.#nowMs), callback };
    this.#timers.push(timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  /** Fires timers in order, those of one time in the order they were set, until `done` settles. */
  async playUntil<T>(done: Promise<T>): Promise<T> {
    let settled = false;
    const mark = () => {
      settled = true;
    };
    done.then(mark, mark);
    for (await settle(); !settled; await settle()) {
      const next = [...this.#timers].sort((a, b) => a.dueMs - b.dueMs)[0];
      if (!next) throw new Error(`nothing left to wait for at ${this.#nowMs} ms`);
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#nowMs = next.dueMs;
      next.callback();
    }
    return done;
  }
}

/** Lets every promise that can settle do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
