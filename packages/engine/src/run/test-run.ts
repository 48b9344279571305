import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { ConsolidatedOptions } from '../contract/options.ts';
import type { RunContext } from '../contract/run-context.ts';
import { systemClock } from '../executors/clock.ts';
import { InstanceCounts } from '../executors/instance-counts.ts';
import { GroupTree } from '../metrics/group-tree.ts';
import { Measurements } from '../metrics/measurements.ts';
import { Registry } from '../metrics/metric-registry.ts';
import { SeriesCount } from '../metrics/series-count.ts';
import type { RunSettings } from '../options/run-settings.ts';
import { EndReason } from './end-reason.ts';
import type { Logger } from './logger.ts';
import type { RunIo } from './run-io.ts';
import { StoppedTimers } from './stopped-timers.ts';

/** The state of one run from its start, and the context that it gives the script host. */
export class TestRun {
  readonly io: RunIo;
  readonly settings: RunSettings;
  readonly logger: Logger;
  readonly registry = new Registry();
  readonly measurements = new Measurements();
  readonly tree = new GroupTree();
  readonly activity = new InstanceCounts();
  readonly ending = new EndReason();
  /** Thresholds that did not hold when they were evaluated last. */
  failing: readonly string[] = [];
  readonly #stopped = new StoppedTimers();
  /** The number of VUs made so far. */
  vusInitialized = 0;
  /** Samples or a file of the summary could not be written. */
  isOutputLost = false;
  #options: ConsolidatedOptions | undefined;
  #startMs: number | undefined;
  #endMs: number | undefined;

  constructor(io: RunIo, settings: RunSettings, logger: Logger) {
    this.io = io;
    this.settings = settings;
    this.logger = logger;
    this.measurements.observe(this.tree);
    this.measurements.observe(new SeriesCount((line) => this.warn(line)));
    if (io.view !== undefined) this.measurements.observe(io.view);
  }

  readonly warn = (line: string): void => this.logger.log('warning', line);

  /** Starts the clock of the test. Setup counts. */
  start(): void {
    this.#startMs = systemClock.now();
  }

  stop(): void {
    this.#endMs = systemClock.now();
  }

  /** Says, once, which or how many timers an interrupt has stopped. */
  sayStopped(): void {
    for (const line of this.#stopped.said()) this.warn(line);
  }

  /** The length of the test in ms: so far, or the whole when it is over. */
  elapsedMs(): number {
    return this.#startMs === undefined ? 0 : (this.#endMs ?? systemClock.now()) - this.#startMs;
  }

  useOptions(options: ConsolidatedOptions): void {
    this.#options = options;
  }

  context(): RunContext {
    return {
      registry: this.registry,
      sink: this.measurements,
      env: this.settings.scriptEnv,
      secrets: this.settings.secrets,
      options: () => {
        if (!this.#options) throw new Error('the options of the test are not known before init is over');
        return this.#options;
      },
      abort: (message) => this.ending.end(new RunEnd(ExitCode.scriptAborted, message)),
      end: (reason) => this.ending.end(reason),
      fail: (message) => {
        this.logger.log('error', message);
        this.ending.markFailed();
      },
      instance: () => ({
        currentTestRunDuration: this.elapsedMs(),
        iterationsCompleted: this.activity.iterationsCompleted,
        iterationsInterrupted: this.activity.iterationsInterrupted,
        vusActive: this.activity.vusActive,
        vusInitialized: this.vusInitialized,
      }),
      log: (level, message, source) => {
        if (source !== undefined || !this.#stopped.takes(message)) this.logger.log(level, message, source);
      },
    };
  }
}
