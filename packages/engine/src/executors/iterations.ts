import type { Vu } from '../contract/vu.ts';
import { type Executor, type ExecutorContext, progressFraction } from './executor.ts';

export interface IterationsPlan {
  readonly vus: number;
  /** Of each VU, or of all together when shared. */
  readonly iterations: number;
  readonly shared: boolean;
  readonly maxDurationMs: number;
  readonly gracefulStopMs: number;
}

/**
 * per-vu-iterations and shared-iterations: a number of iterations for each VU, or for all together. After maxDuration
 * no iteration starts, and those that have not started count as dropped.
 */
export class IterationsExecutor implements Executor {
  readonly #plan: IterationsPlan;
  readonly #crew: ExecutorContext;
  readonly #controllers: readonly AbortController[];
  #sharedLeft: number;
  #done = 0;
  #deadlineMs = Number.POSITIVE_INFINITY;
  #isCut = false;

  constructor(plan: IterationsPlan, crew: ExecutorContext) {
    this.#plan = plan;
    this.#crew = crew;
    this.#sharedLeft = plan.iterations;
    this.#controllers = Array.from({ length: plan.vus }, () => new AbortController());
  }

  async run(): Promise<void> {
    const { clock, drop } = this.#crew;
    const { shared, maxDurationMs, gracefulStopMs } = this.#plan;
    this.#deadlineMs = clock.now() + maxDurationMs;
    const cancel = clock.at(this.#deadlineMs + gracefulStopMs, () => this.#abortAll());
    await Promise.all(this.#controllers.map(({ signal }) => this.#work(signal)));
    cancel();
    if (shared && this.#sharedLeft > 0 && !this.#isCut) drop(this.#sharedLeft);
  }

  cut(): void {
    this.#isCut = true;
    this.#abortAll();
  }

  progress(): number {
    const { shared, iterations, vus } = this.#plan;
    return progressFraction(this.#done, shared ? iterations : iterations * vus);
  }

  /** One VU's part. Where no VU came free in time, none of its own iterations has started. */
  async #work(signal: AbortSignal): Promise<void> {
    const { pool, active, drop } = this.#crew;
    const vu = await pool.acquire(signal);
    let left = this.#plan.shared ? 0 : this.#plan.iterations;
    if (vu) {
      active(1);
      left = this.#plan.shared ? await this.#takeShared(vu, signal) : await this.#takeOwn(vu, signal);
      active(-1);
      pool.release(vu);
    }
    if (left > 0 && !this.#isCut) drop(left, vu);
  }

  /** Gives how many of the VU's own iterations never started. */
  async #takeOwn(vu: Vu, signal: AbortSignal): Promise<number> {
    let left = this.#plan.iterations;
    for (; left > 0 && this.#mayStart(signal); left--) await this.#iterate(vu, signal);
    return left;
  }

  async #takeShared(vu: Vu, signal: AbortSignal): Promise<0> {
    while (this.#sharedLeft > 0 && this.#mayStart(signal)) {
      this.#sharedLeft--;
      await this.#iterate(vu, signal);
    }
    return 0;
  }

  async #iterate(vu: Vu, signal: AbortSignal): Promise<void> {
    await this.#crew.iterate(vu, signal);
    this.#done++;
    await this.#crew.clock.turn();
  }

  #mayStart(signal: AbortSignal): boolean {
    return !signal.aborted && this.#crew.clock.now() < this.#deadlineMs;
  }

  #abortAll(): void {
    for (const controller of this.#controllers) controller.abort();
  }
}
