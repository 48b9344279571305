import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import vm from 'node:vm';
import type { VirtualClock } from './clock.ts';
import { REALM_DATE } from './globals.ts';
import { type LoadScript, loadInto, Measurements, type MetricType, runWith, type Tags, type World } from './product.ts';
import type { MemoryWire } from './wire.ts';

/** One run of the engine. */
export interface Run {
  /** A bundle in dist/ by name, such as `contact-centre`. */
  readonly script: string;
  /** A plan, or the path of one; without it what the bundle has built in. */
  readonly plan?: object | string;
  /** `-e` values; TARGET is the tenant unless given. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further flags of the engine. */
  readonly flags?: readonly string[];
}

export interface Sample {
  readonly metric: string;
  readonly type: MetricType;
  readonly value: number;
  readonly tags: Tags;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly samples: readonly Sample[];
}

/** What a run is started in. */
export interface Surroundings {
  readonly clock: VirtualClock;
  readonly wire: MemoryWire;
  /** `host:port` of the tenant. */
  readonly address: string;
  /** Where its plan may be written. */
  readonly folder: string;
  /** Called when the script is loaded; the run begins when the answer resolves. */
  loaded(): Promise<void>;
}

/** Bundles do not change while tests run: each is bundled and parsed once in a process. */
const scriptsRead: NonNullable<World['read']> = new Map();

/** Starts a run. The clock stands still while its script is loaded and, at its end, while files are written. */
export function startRun({ script, plan, env, flags = [] }: Run, around: Surroundings): Promise<RunResult> {
  const samples: Sample[] = [];
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said) => ({
    write: (text: string | Uint8Array) => {
      said[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  });
  const values = { TARGET: around.address, ...planOf(plan, around.folder), ...env };
  const pairs = Object.entries(values).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const io = { stdout: stream('stdout'), stderr: stream('stderr'), env: {}, cwd: process.cwd() };
  const run: Promise<number> = runWith(
    loadOn(around, samples, () => run),
    [`dist/${script}.js`, ...pairs, ...flags],
    io,
  );
  return run.then((exitCode) => ({ exitCode, ...said, samples }));
}

function loadOn({ clock, wire, loaded }: Surroundings, samples: Sample[], run: () => Promise<number>): LoadScript {
  const world: World = {
    dial: wire.dial,
    read: scriptsRead,
    prepareRealm: ({ context }) => vm.runInContext(REALM_DATE, context)(clock.unixMs),
  };
  return async (given, context, request) => {
    const { sink } = context;
    if (!(sink instanceof Measurements)) throw new Error('the run keeps its samples elsewhere');
    sink.observe({ push: ({ name, type }, value, tags) => samples.push({ metric: name, type, value, tags }) });
    // The run has told V8 to keep the heap small, which takes a third of the time here.
    setFlagsFromString('--heap-growing-percent=0');
    const script = await clock.while(loadInto(world, given, context, request));
    const handleSummary = script.handleSummary.bind(script);
    script.handleSummary = async (...values) => {
      const results = await handleSummary(...values);
      void clock.while(run());
      return results;
    };
    await loaded();
    return script;
  };
}

function planOf(plan: Run['plan'], folder: string): { PLAN?: string } {
  if (plan === undefined) return {};
  if (typeof plan === 'string') return { PLAN: path.resolve(plan) };
  const file = path.join(folder, `plan-${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(plan));
  return { PLAN: file };
}
