import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunEnd } from '../../src/contract/exit.ts';
import type { Metric, MetricType, Tags, ValueType } from '../../src/contract/metrics.ts';
import type { ConsolidatedOptions } from '../../src/contract/options.ts';
import type { RunContext } from '../../src/contract/run-context.ts';
import type { Lane, LoadedScript } from '../../src/contract/script.ts';
import type { IterationOutcome, ScenarioView } from '../../src/contract/vu.ts';
import { loadScript } from '../../src/load-script.ts';
import { keepEsbuildAlive } from '../esbuild-service.ts';

export interface Sample {
  readonly metric: string;
  readonly value: number;
  readonly tags: Tags;
  readonly timeMs: number;
  readonly metadata: Tags | undefined;
}

const systemTags =
  'proto subproto status method url name group check error error_code tls_version scenario service expected_response';

export const defaults: ConsolidatedOptions = {
  all: {},
  systemTags: new Set(systemTags.split(' ')),
  runTags: {},
  hosts: {},
  localIPs: [],
  userAgent: 'Grafana k6/2.3.0',
  throw: false,
  insecureSkipTLSVerify: false,
  noConnectionReuse: false,
  noVUConnectionReuse: false,
  noCookiesReset: false,
  discardResponseBodies: false,
  maxRedirects: 10,
  batch: 20,
  batchPerHost: 6,
  minIterationDurationMs: 0,
  setupTimeoutMs: 60_000,
  teardownTimeoutMs: 60_000,
  handleSummaryTimeoutMs: 120_000,
  executionSegment: '',
};

/** A run reduced to what the host sees of it, and a record of what the host did. */
export class Recorder implements RunContext {
  readonly samples: Sample[] = [];
  readonly logs: { level: string; message: string; source: string | undefined }[] = [];
  readonly ends: RunEnd[] = [];
  readonly aborts: string[] = [];
  readonly fails: string[] = [];
  readonly env: Record<string, string>;
  readonly secrets = new Map([['token', 's3cret']]);
  readonly #options: ConsolidatedOptions;
  readonly #metrics = new Map<string, Metric>();

  constructor(options: Partial<ConsolidatedOptions> = {}, env: Record<string, string> = {}) {
    this.#options = { ...defaults, ...options };
    this.env = env;
  }

  readonly sink = {
    push: (metric: Metric, value: number, tags: Tags, timeMs: number, metadata?: Tags) => {
      this.samples.push({ metric: metric.name, value, tags, timeMs, metadata });
    },
  };

  readonly registry = {
    declare: (name: string, type: MetricType, contains: ValueType): Metric => {
      const known = this.#metrics.get(name);
      if (known && known.type !== type) throw new Error(`metric '${name}' already exists but with type ${known.type}`);
      const metric = known ?? { name, type, contains };
      this.#metrics.set(name, metric);
      return metric;
    },
    builtin: (name: string): Metric => ({ name, type: 'counter', contains: 'default' }),
  };

  options(): ConsolidatedOptions {
    return this.#options;
  }

  abort(message: string): void {
    this.aborts.push(message);
  }

  end(reason: RunEnd): void {
    this.ends.push(reason);
  }

  fail(message: string): void {
    this.fails.push(message);
  }

  instance() {
    return {
      currentTestRunDuration: 1234,
      iterationsCompleted: 5,
      iterationsInterrupted: 6,
      vusActive: 7,
      vusInitialized: 8,
    };
  }

  log(level: string, message: string, source?: 'console'): void {
    this.logs.push({ level, message, source });
  }

  /** What `console.log` printed. */
  get printed(): string[] {
    return this.logs.filter(({ source }) => source === 'console').map(({ message }) => message);
  }

  of(metric: string): Sample[] {
    return this.samples.filter((sample) => sample.metric === metric);
  }

  values(metric: string): number[] {
    return this.of(metric).map(({ value }) => value);
  }
}

export const scenario: ScenarioView = {
  name: 'default',
  executor: 'per-vu-iterations',
  startTime: 1_700_000_000_000,
  progress: () => 0.5,
  env: {},
  tags: {},
  exec: 'default',
};

const directory = mkdtempSync(path.join(tmpdir(), 'headroom-script-'));
let count = 0;

/** Writes files into a directory of their own; gives its path. */
export function writeScripts(files: Readonly<Record<string, string>>): string {
  count += 1;
  const folder = mkdtempSync(path.join(directory, `${count}-`));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

/** Loads a script from its text. */
export async function load(
  text: string,
  context: Recorder = new Recorder(),
  lane: Lane | 'auto' = 'auto',
  awaits = false,
): Promise<LoadedScript> {
  keepEsbuildAlive();
  const folder = writeScripts({ 'script.js': text });
  return await loadScript('script.js', context, { lane, cwd: folder, awaits });
}

/** Options of one run of `once`. */
export interface Once {
  readonly context?: Recorder;
  readonly lane?: Lane | 'auto';
  /** Whether calls are awaited for sync functions. */
  readonly awaits?: boolean;
  readonly view?: Partial<ScenarioView>;
  readonly signal?: AbortSignal;
  readonly iterations?: number;
}

/** Loads a script and runs the default function in one VU. */
export async function once(text: string, given: Once = {}) {
  const context = given.context ?? new Recorder();
  const script = await load(text, context, given.lane, given.awaits);
  const vu = await script.createVu({ idInInstance: 1, idInTest: 1 });
  const view = { ...scenario, ...given.view };
  const outcomes: IterationOutcome[] = [];
  for (let index = 0; index < (given.iterations ?? 1); index += 1) {
    const job = {
      scenario: view,
      iterationInInstance: index,
      iterationInTest: index,
      iterationInScenario: index,
    };
    outcomes.push(await vu.run(job, given.signal ?? new AbortController().signal));
  }
  await vu.dispose();
  await script.dispose();
  return { context, outcomes, outcome: outcomes[0] as IterationOutcome };
}
