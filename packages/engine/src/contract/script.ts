import type { RemoteSettings } from './remote-settings.ts';
import type { RunContext } from './run-context.ts';
import type { Vu } from './vu.ts';

/** Where VUs run: as scopes of one thread, or each in a worker thread that really blocks. */
export type Lane = 'async' | 'worker';

/** The lane of a function, and why. */
export interface LaneChoice {
  readonly lane: Lane;
  /** In a few words, for the run's first lines. */
  readonly reason: string;
  /** False when the function makes no blocking call. */
  readonly blocks?: boolean;
}

/** A loaded script: parsed, linked and evaluated once to read its options. */
export interface LoadedScript {
  /** The exported `options` as plain JSON, `{}` when there is none. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of the exported functions. */
  readonly functions: ReadonlySet<string>;
  /** The lane of an exported function. */
  laneOf(exported: string): LaneChoice;
  /** Above this number of VUs in the worker lane the script is better loaded with `awaits`. */
  readonly easyWorkerVus: number;
  /** Throws a RunEnd that names the limit when this machine cannot hold that many VUs of the worker lane. */
  checkCapacity(workerVus: number): void;
  /** @param lane that of the function `default` when absent */
  createVu(ids: { idInInstance: number; idInTest: number }, lane?: Lane): Promise<Vu>;
  /** Runs `setup` in a VU of its own (`__VU` 0); its JSON goes to every VU. Rejects with a RunEnd on abort. */
  setup(signal: AbortSignal): Promise<void>;
  teardown(signal: AbortSignal): Promise<void>;
  /**
   * What `handleSummary` returned, or undefined when it returned nothing or is not exported. `data` is a SummaryData,
   * or k6's new shape with --new-machine-readable-summary. Rejects when it throws or outlasts its timeout.
   */
  handleSummary(data: object, signal: AbortSignal): Promise<Readonly<Record<string, string | ArrayBuffer>> | undefined>;
  /** What `setup` returned, read back from its JSON. */
  readonly setupData: unknown;
  dispose(): Promise<void>;
}

/** The argument of `handleSummary`, in k6's own shape. */
export interface SummaryData {
  readonly root_group: unknown;
  readonly options: unknown;
  readonly state: unknown;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly setup_data?: unknown;
}

/**
 * How the run loads a script. `path` may be .js or .ts; `-` is standard input. `awaits` lets sync functions into the async lane whose
 * blocking calls can be awaited for them.
 */
export type LoadScript = (
  path: string,
  context: RunContext,
  request: { lane: Lane | 'auto'; cwd: string; remote?: RemoteSettings; awaits?: boolean },
) => Promise<LoadedScript>;
