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
  #end = () => {};

  constructor(plan: LoopingPlan, crew: ExecutorContext) {
    this.#plan = plan;
    this.#crew = crew;
  }

  async run(): Promise<void> {
    const { clock } = this.#crew;
    const { steps, durationMs, gracefulStopMs } = this.#plan;
    this.#startMs = clock.now();
    const endMs = this.#startMs + durationMs;
    const playback = playBack(clock, this.#startMs, steps[Symbol.iterator](), endMs, ({ vus }) => this.#adjust(vus));
    this.#end = playback.stop;
    await playback.over;
    for (const slot of this.#slots.slice(0, this.#wanted)) slot.stop();
    const cancelCut = clock.at(endMs + gracefulStopMs, () => this.#cutSlots());
    await Promise.all(this.#slots.map((slot) => slot.idle()));
    cancelCut();
  }

  cut(): void {
    this.#end();
    this.#cutSlots();
  }

  progress(): number {
    return progressFraction(this.#crew.clock.now() - this.#startMs, this.#plan.durationMs);
  }

  #adjust(vus: number): void {
    const deadlineMs = this.#crew.clock.now() + this.#plan.gracefulRampDownMs;
    for (; this.#wanted < vus; this.#wanted++) {
      this.#slots[this.#wanted] ??= new LoopingVu(this.#crew);
      this.#slots[this.#wanted]?.start();
    }
    while (this.#wanted > vus) this.#slots[--this.#wanted]?.stop(deadlineMs);
  }

  #cutSlots(): void {
    for (const slot of this.#slots) slot.cut();
  }
}
