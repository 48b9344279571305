import type { ExecutorContext } from './executor.ts';

/**
 * One place for a VU that loops: started, stopped gracefully and perhaps started again before its last iteration is
 * over, in which case it just goes on. What stops first is the slot, whichever VU sits in it.
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

  /** No new iteration; the running one may take until the deadline, if there is one, and is then interrupted. */
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

  /** Resolves once nothing runs in the slot. */
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
