import type { RunEnd } from '../contract/exit.ts';
import type { Metric, SampleSink, Tags } from '../contract/metrics.ts';
import type { IterationJob, ScenarioView, Vu } from '../contract/vu.ts';
import type { ScenarioConfig } from '../options/scenario-config.ts';
import type { ExecutionSegment } from '../segment/segment.ts';
import type { ExecutorClock } from './clock.ts';
import { createExecutor, workShare } from './create-executor.ts';
import type { Executor, ExecutorContext } from './executor.ts';
import type { InstanceCounts } from './instance-counts.ts';
import type { VuPool } from './vu-pool.ts';

/** What every scenario of a run shares. */
export interface RunEnvironment {
  readonly clock: ExecutorClock;
  /** The pool that a scenario takes its VUs from. */
  poolOf(scenario: ScenarioConfig): VuPool;
  readonly segment: ExecutionSegment;
  readonly activity: InstanceCounts;
  readonly sink: SampleSink;
  readonly dropped: Metric;
  readonly runTags: Tags;
  readonly systemTags: ReadonlySet<string>;
  /** Unix ms. */
  unixMs(): number;
  warn(line: string): void;
  /** Ends the run for an error that is not the script's. */
  end(error: unknown): void;
}

/** One scenario of a run: its executor, its counts, and the view of it that VUs have. */
export class ScenarioRun {
  readonly config: ScenarioConfig;
  readonly #environment: RunEnvironment;
  /** The segment that numbers the iterations over the whole test. */
  readonly #share: ExecutionSegment;
  readonly #executor: Executor;
  readonly #tags: Tags;
  readonly #iterationsOf = new WeakMap<Vu, number>();
  #view: ScenarioView;
  #iterations = 0;
  #isCut = false;
  #skipWait = () => {};

  constructor(config: ScenarioConfig, environment: RunEnvironment) {
    this.config = config;
    this.#environment = environment;
    this.#share = workShare(config, environment.segment);
    this.#executor = createExecutor(config, environment.segment, this.#crew());
    const own = environment.systemTags.has('scenario') ? { scenario: config.name } : {};
    this.#tags = Object.freeze({ ...environment.runTags, ...own, ...config.tags });
    this.#view = this.#viewFrom(0);
  }

  /** Waits for startTime, then runs to the end of its last iteration. */
  async run(testStartMs: number): Promise<void> {
    const { clock } = this.#environment;
    if (this.config.startTimeMs > 0) {
      await new Promise<void>((resolve) => {
        const cancel = clock.at(testStartMs + this.config.startTimeMs, resolve);
        this.#skipWait = () => {
          cancel();
          resolve();
        };
      });
    }
    if (this.#isCut) return;
    this.#view = this.#viewFrom(this.#environment.unixMs());
    await this.#executor.run();
  }

  cut(): void {
    this.#isCut = true;
    this.#skipWait();
    this.#executor.cut();
  }

  progress(): number {
    return this.#view.startTime === 0 ? 0 : this.#executor.progress();
  }

  #viewFrom(startTime: number): ScenarioView {
    const { name, executor, env, tags, exec } = this.config;
    return { name, executor, startTime, env, tags, exec, progress: () => this.#executor.progress() };
  }

  #crew(): ExecutorContext {
    const { clock, activity, warn } = this.#environment;
    const pool = this.#environment.poolOf(this.config);
    return {
      clock,
      pool,
      warn: (line) => warn(`scenario ${this.config.name}: ${line}`),
      iterate: (vu, signal) => this.#iterate(vu, signal),
      active: (change) => {
        activity.vusActive += change;
      },
      drop: (count, vu) => this.#drop(count, vu),
      grow: async () => {
        try {
          return await pool.grow();
        } catch (error) {
          this.#environment.end(error);
          return undefined;
        }
      },
    };
  }

  async #iterate(vu: Vu, signal: AbortSignal): Promise<void> {
    const { activity } = this.#environment;
    const iterationInInstance = this.#iterations++;
    const iterationInScenario = this.#iterationsOf.get(vu) ?? 0;
    this.#iterationsOf.set(vu, iterationInScenario + 1);
    const job: IterationJob = {
      scenario: this.#view,
      iterationInInstance,
      iterationInTest: this.#share.globalIndex(iterationInInstance),
      iterationInScenario,
    };
    try {
      const outcome = await vu.run(job, signal);
      if (outcome.kind === 'interrupted') activity.iterationsInterrupted++;
      else activity.iterationsCompleted++;
    } catch (error) {
      activity.iterationsInterrupted++;
      this.#environment.end(error as RunEnd);
    }
  }

  #drop(count: number, vu?: Vu): void {
    const { sink, dropped, systemTags, unixMs } = this.#environment;
    const metadata = vu && systemTags.has('vu') ? { vu: String(vu.idInInstance) } : undefined;
    sink.push(dropped, count, this.#tags, unixMs(), metadata);
  }
}
