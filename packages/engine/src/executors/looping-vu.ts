import type { ExecutorContext } from './executor.ts';

/**
 * One looping VU of a schedule. It is started, stopped gracefully and perhaps started again before its last iteration
 * is over, in which case the same VU goes on. Otherwise each start takes an idle VU from the pool.
 */
export class LoopingVu {
  readonly #crew: ExecutorContext;
  #wanted = false;
  #running: Promise<void> | undefined;
  #controller = new AbortController();
  #cancelDeadline = () => {};

  constructor(crew: ExecutorContext) {
    this.#crew = crew;
  }

  start(): void {
    this.#wanted = true;
    this.#cancelDeadline();
    this.#running ??= this.#loop();
  }

  /** Starts no further iteration. The running one is interrupted at the deadline, if there is one. */
  stop(deadlineMs?: number): void {
    this.#wanted = false;
    this.#cancelDeadline();
    if (!this.#running || deadlineMs === undefined) return;
    if (deadlineMs <= this.#crew.clock.now()) this.#controller.abort();
    else this.#cancelDeadline = this.#crew.clock.at(deadlineMs, () => this.#controller.abort());
  }

  cut(): void {
    this.stop(Number.NEGATIVE_INFINITY);
  }

  /** Resolves once no iteration runs. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { pool, clock, iterate, active } = this.#crew;
    while (this.#wanted) {
      this.#controller = new AbortController();
      const { signal } = this.#controller;
      const vu = await pool.acquire(signal);
      if (!vu) continue;
      active(1);
      while (this.#wanted && !signal.aborted) {
        await iterate(vu, signal);
        await clock.turn();
      }
      active(-1);
      pool.release(vu);
    }
    this.#cancelDeadline();
    this.#running = undefined;
  }
}
