/**
 * The seam inside the embedded engine. On one side the script host (`script/`, `vu/`, `modules/`): it evaluates a
 * script and runs one iteration of one VU. On the other the run (`options/`, `executors/`, `metrics/`, `summary/`,
 * `outputs/`, `run.ts`): it decides who runs when, and keeps what was measured.
 *
 * Specification: k6's documented behaviour at v2.2. No k6 code was read for it or copied.
 */

/** Tag names and values as samples carry them. */
export type Tags = Readonly<Record<string, string>>;

export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';
export type ValueType = 'default' | 'time' | 'data';

export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  readonly contains: ValueType;
}

/**
 * Where samples go. `timeMs` is Unix time in milliseconds, fractions allowed. `tags` are complete (run, scenario and VU
 * tags merged by the host). What a tags object matches is cached by its identity: hand in the same frozen object again
 * while the tags are the same, and never change one that was handed in.
 */
export interface SampleSink {
  push(metric: Metric, value: number, tags: Tags, timeMs: number, metadata?: Tags): void;
}

/** The metrics of one run, built-in and custom, by name. */
export interface MetricRegistry {
  /** Declares a custom metric, or gives the one declared before. Throws on a bad name or another type. */
  declare(name: string, type: MetricType, contains: ValueType): Metric;
  /** A built-in metric (`http_reqs`, `ws_sessions` …). Throws when there is none of that name. */
  builtin(name: string): Metric;
}

/** What a script may read of its scenario: `exec.scenario`. */
export interface ScenarioView {
  readonly name: string;
  readonly executor: string;
  /** Unix ms at which this scenario's executor started on this instance. */
  readonly startTime: number;
  /** 0 … 1. */
  progress(): number;
  readonly env: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** The exported function to run. */
  readonly exec: string;
}

/** One iteration to run. */
export interface IterationJob {
  readonly scenario: ScenarioView;
  /** `exec.scenario.iterationInInstance`. */
  readonly iterationInInstance: number;
  /** `exec.scenario.iterationInTest`, unique over all segments. */
  readonly iterationInTest: number;
  /** `exec.vu.iterationInScenario`. */
  readonly iterationInScenario: number;
}

export type IterationOutcome =
  | { readonly kind: 'complete' }
  /** The exec function threw or rejected; logged by the host, counted as complete by the run. */
  | { readonly kind: 'threw'; readonly message: string }
  /** `signal` fired first. */
  | { readonly kind: 'interrupted' };

/** One virtual user: its own module scope, its own event loop account. Runs one iteration at a time. */
export interface Vu {
  /** `exec.vu.idInInstance`, 1-based; one pool for all scenarios. */
  readonly idInInstance: number;
  /** `exec.vu.idInTest`, 1-based, unique over all segments. */
  readonly idInTest: number;
  /**
   * Runs one iteration until its event loop is empty, or until `signal` fires: then sockets get close 1000, timers are
   * dropped and nothing more is pushed. The VU itself pushes `data_sent` and `data_received`, and `iterations` and
   * `iteration_duration` unless interrupted (they carry its tags), and then waits out `minIterationDuration`. The run
   * pushes `vus`, `vus_max` and `dropped_iterations`. Never rejects but with a RunEnd.
   */
  run(job: IterationJob, signal: AbortSignal): Promise<IterationOutcome>;
  dispose(): Promise<void>;
}

export type Lane = 'async' | 'worker';

/** A loaded script: parsed, linked and evaluated once to read its options. */
export interface Script {
  /** The exported `options` as plain JSON, `{}` when there is none. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of the exported functions. */
  readonly functions: ReadonlySet<string>;
  readonly lane: Lane;
  /** Why that lane, in a few words for the run's first line. */
  readonly laneReason: string;
  /** Throws a RunEnd with the figure when this lane cannot hold that many VUs; called once, before any is created. */
  checkCapacity(maxVus: number): void;
  createVu(ids: { idInInstance: number; idInTest: number }): Promise<Vu>;
  /** Runs `setup` in a VU of its own (`__VU` 0); its JSON goes to every VU. Rejects with a RunEnd on abort. */
  setup(signal: AbortSignal): Promise<void>;
  teardown(signal: AbortSignal): Promise<void>;
  /**
   * What `handleSummary` returned, or undefined when it returned nothing or is not exported. `data` is a SummaryData,
   * or k6's new shape with --new-machine-readable-summary. Rejects when it throws or outlasts its timeout.
   */
  handleSummary(data: object, signal: AbortSignal): Promise<Readonly<Record<string, string | ArrayBuffer>> | undefined>;
  /** JSON of what setup returned. */
  readonly setupData: unknown;
  dispose(): Promise<void>;
}

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** What the host asks of the run. One object a run. */
export interface RunContext {
  readonly registry: MetricRegistry;
  readonly sink: SampleSink;
  /** Process environment (`k6 run` semantics) overlaid by `-e`. */
  readonly env: Readonly<Record<string, string>>;
  /** Consolidated options; available once init of VU 0 is over. */
  options(): ConsolidatedOptions;
  /** `exec.test.abort`: ends the run, exit 108. `message` is the whole line to log, `test aborted: …`. */
  abort(message: string): void;
  /**
   * Ends the run at once with this code: a hazard of k6.md section 11 that would hang k6 or corrupt a VU, a blocking
   * call that the lane cannot honour, a dial that is not loopback. The first reason wins.
   */
  end(reason: RunEnd): void;
  /** `exec.test.fail(message)`: marks the run failed, exit 110 at its end. */
  fail(message: string): void;
  /** `exec.instance`. */
  instance(): {
    currentTestRunDuration: number;
    iterationsCompleted: number;
    iterationsInterrupted: number;
    vusActive: number;
    vusInitialized: number;
  };
  /** The engine's own messages, and with source 'console' the script's `console.*`; the run formats and routes them. */
  log(level: LogLevel, message: string, source?: 'console'): void;
  secrets: ReadonlyMap<string, string>;
}

/** The options that the host itself obeys; the run validates them all. */
export interface ConsolidatedOptions {
  /** The whole consolidated object, as `exec.test.options` shows it. */
  readonly all: Readonly<Record<string, unknown>>;
  readonly systemTags: ReadonlySet<string>;
  readonly runTags: Tags;
  readonly hosts: Readonly<Record<string, string>>;
  /** Source addresses, already expanded; empty = the system's choice. VU n uses entry n modulo the length. */
  readonly localIPs: readonly string[];
  readonly userAgent: string;
  readonly throw: boolean;
  readonly insecureSkipTLSVerify: boolean;
  readonly noConnectionReuse: boolean;
  readonly noVUConnectionReuse: boolean;
  readonly noCookiesReset: boolean;
  readonly discardResponseBodies: boolean;
  readonly maxRedirects: number;
  readonly batch: number;
  readonly batchPerHost: number;
  readonly minIterationDurationMs: number;
  readonly setupTimeoutMs: number;
  readonly teardownTimeoutMs: number;
  readonly handleSummaryTimeoutMs: number;
  readonly executionSegment: string;
}

/** The argument of `handleSummary`, in k6's own shape. */
export interface SummaryData {
  readonly root_group: unknown;
  readonly options: unknown;
  readonly state: unknown;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly setup_data?: unknown;
}

/** k6's exit codes. */
export const ExitCode = {
  ok: 0,
  thresholdsFailed: 99,
  setupTimeout: 100,
  teardownTimeout: 101,
  timeout: 102,
  invalidConfig: 104,
  externalAbort: 105,
  scriptException: 107,
  scriptAborted: 108,
  markedFailed: 110,
  uncategorised: 255,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Ends a run before or outside its iterations: one line for people, one code for machines. */
export class RunEnd extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'RunEnd';
    this.exitCode = exitCode;
  }
}

/** How the run loads a script. `path` may be .js or .ts; `-` is standard input. */
export type LoadScript = (
  path: string,
  context: RunContext,
  request: { lane: Lane | 'auto'; cwd: string },
) => Promise<Script>;
