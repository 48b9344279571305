import { playBack } from './clock.ts';
import { type Executor, type ExecutorContext, progressFraction } from './executor.ts';
import { LoopingVu } from './looping-vu.ts';
import type { VuStep } from './ramping-steps.ts';

export interface LoopingPlan {
  readonly steps: Iterable<VuStep>;
  readonly durationMs: number;
  readonly gracefulStopMs: number;
  readonly gracefulRampDownMs: number;
}

/**
 * constant-vus and ramping-vus: VUs that loop while the schedule asks for them. The VU that started last stops first.
 */
export class LoopingExecutor implements Executor {
  readonly #plan: LoopingPlan;
  readonly #crew: ExecutorContext;
  readonly #slots: LoopingVu[] = [];
  #wanted = 0;
  #startMs = 0;
  readonly #cutting = new AbortController();

  constructor(plan: LoopingPlan, crew: ExecutorContext) {
    this.#plan = plan;
    this.#crew = crew;
  }

  async run(): Promise<void> {
    const { clock } = this.#crew;
    const { steps, durationMs, gracefulStopMs } = this.#plan;
    const { signal } = this.#cutting;
    const startMs = clock.now();
    this.#startMs = startMs;
    const endMs = startMs + durationMs;
    await playBack(clock, { startMs, endMs, signal }, steps[Symbol.iterator](), ({ vus }) => this.#adjust(vus));
    for (const slot of this.#slots.slice(0, this.#wanted)) slot.stop();
    const cancelCut = clock.at(endMs + gracefulStopMs, () => this.#cutSlots());
    await Promise.all(this.#slots.map((slot) => slot.idle()));
    cancelCut();
  }

  cut(): void {
    this.#cutting.abort();
    this.#cutSlots();
  }

  progress(): number {
    return progressFraction(this.#crew.clock.now() - this.#startMs, this.#plan.durationMs);
  }

  #adjust(vus: number): void {
    const deadlineMs = this.#crew.clock.now() + this.#plan.gracefulRampDownMs;
    while (this.#slots.length < vus) this.#slots.push(new LoopingVu(this.#crew));
    for (const slot of this.#slots.slice(this.#wanted, vus)) slot.start();
    for (const slot of this.#slots.slice(vus, this.#wanted).reverse()) slot.stop(deadlineMs);
    this.#wanted = vus;
  }

  #cutSlots(): void {
    for (const slot of this.#slots) slot.cut();
  }
}
