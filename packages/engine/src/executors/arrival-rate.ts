import type { Vu } from '../contract/vu.ts';
import type { Arrival } from './arrival-times.ts';
import { playBack } from './clock.ts';
import { type Executor, type ExecutorContext, progressFraction } from './executor.ts';

export interface ArrivalPlan {
  readonly arrivals: Iterable<Arrival>;
  readonly durationMs: number;
  readonly gracefulStopMs: number;
  readonly preAllocatedVUs: number;
  readonly maxVUs: number;
}

interface Worker {
  readonly vu: Vu;
  readonly controller: AbortController;
  /** Settled while the VU is idle. */
  iteration: Promise<void>;
}

/**
 * Both arrival-rate executors. An iteration that is due starts if a VU is idle, and is dropped for good if none is. A
 * drop has one more VU made in the background, one at a time, up to maxVUs.
 */
export class ArrivalRateExecutor implements Executor {
  readonly #plan: ArrivalPlan;
  readonly #crew: ExecutorContext;
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #cutting = new AbortController();
  #growing: Promise<void> | undefined;
  #warned = false;
  #startMs = Number.POSITIVE_INFINITY;

  constructor(plan: ArrivalPlan, crew: ExecutorContext) {
    this.#plan = plan;
    this.#crew = crew;
  }

  async run(): Promise<void> {
    const { clock, pool } = this.#crew;
    const { arrivals, durationMs, gracefulStopMs } = this.#plan;
    const { signal } = this.#cutting;
    await this.#takePreAllocated(signal);
    const startMs = clock.now();
    this.#startMs = startMs;
    const endMs = startMs + durationMs;
    await playBack(clock, { startMs, endMs, signal }, arrivals[Symbol.iterator](), () => this.#arrive());
    const cancelCut = clock.at(endMs + gracefulStopMs, () => this.#abortAll());
    await Promise.all([...this.#workers.map(({ iteration }) => iteration), this.#growing]);
    cancelCut();
    for (const { vu } of this.#workers) pool.release(vu);
  }

  cut(): void {
    this.#cutting.abort();
    this.#abortAll();
  }

  progress(): number {
    return progressFraction(this.#crew.clock.now() - this.#startMs, this.#plan.durationMs);
  }

  async #takePreAllocated(signal: AbortSignal): Promise<void> {
    while (this.#workers.length < this.#plan.preAllocatedVUs) {
      const vu = await this.#crew.pool.acquire(signal);
      if (!vu) return;
      this.#add(vu);
    }
  }

  #add(vu: Vu): void {
    const worker = { vu, controller: new AbortController(), iteration: Promise.resolve() };
    this.#workers.push(worker);
    this.#idle.push(worker);
  }

  #arrive(): void {
    const worker = this.#idle.shift();
    if (worker) {
      worker.iteration = this.#iterate(worker);
      return;
    }
    this.#crew.drop(1);
    this.#grow();
  }

  async #iterate(worker: Worker): Promise<void> {
    this.#crew.active(1);
    await this.#crew.iterate(worker.vu, worker.controller.signal);
    this.#crew.active(-1);
    this.#idle.push(worker);
  }

  #grow(): void {
    const { maxVUs } = this.#plan;
    if (this.#growing) return;
    if (this.#workers.length < maxVUs) {
      this.#growing = this.#crew.grow().then((vu) => {
        this.#growing = undefined;
        if (vu) this.#add(vu);
      });
    } else if (!this.#warned) {
      this.#warned = true;
      this.#crew.warn(`Insufficient VUs, reached ${maxVUs} active VUs and cannot initialize more`);
    }
  }

  #abortAll(): void {
    for (const { controller } of this.#workers) controller.abort();
  }
}
