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
  readonly #running = new Set<Promise<void>>();
  #growing: Promise<void> | undefined;
  #warned = false;
  #isOver = false;
  #startMs = Number.POSITIVE_INFINITY;
  #end = () => {};

  constructor(plan: ArrivalPlan, crew: ExecutorContext) {
    this.#plan = plan;
    this.#crew = crew;
  }

  async run(): Promise<void> {
    const { clock, pool } = this.#crew;
    const { arrivals, durationMs, gracefulStopMs } = this.#plan;
    await this.#takePreAllocated();
    this.#startMs = clock.now();
    const endMs = this.#startMs + durationMs;
    const playback = playBack(clock, this.#startMs, arrivals[Symbol.iterator](), endMs, () => this.#arrive());
    this.#end = playback.stop;
    if (this.#isOver) playback.stop();
    await playback.over;
    this.#isOver = true;
    const cancelCut = clock.at(endMs + gracefulStopMs, () => this.#abortAll());
    await Promise.all([...this.#running, this.#growing]);
    cancelCut();
    for (const { vu } of this.#workers) pool.release(vu);
  }

  cut(): void {
    this.#isOver = true;
    this.#end();
    this.#abortAll();
  }

  progress(): number {
    return progressFraction(this.#crew.clock.now() - this.#startMs, this.#plan.durationMs);
  }

  async #takePreAllocated(): Promise<void> {
    for (let taken = 0; taken < this.#plan.preAllocatedVUs && !this.#isOver; taken++) {
      const controller = new AbortController();
      const vu = await this.#crew.pool.acquire(controller.signal);
      if (vu) this.#add({ vu, controller });
    }
  }

  #add(worker: Worker): void {
    this.#workers.push(worker);
    this.#idle.push(worker);
  }

  #arrive(): void {
    if (this.#isOver) return;
    const worker = this.#idle.shift();
    if (!worker) {
      this.#crew.drop(1);
      this.#grow();
      return;
    }
    const running = this.#iterate(worker).then(() => {
      this.#running.delete(running);
    });
    this.#running.add(running);
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
        if (vu) this.#add({ vu, controller: new AbortController() });
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
