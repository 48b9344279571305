import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import type { VirtualClock } from './clock.ts';
import { installClock, REALM_DATE } from './globals.ts';
import {
  type Entry,
  type LoadScript,
  loadInto,
  loadProfile,
  Measurements,
  type MetricType,
  type Profile,
  profileSchema,
  type RunningTenant,
  runWith,
  startTenant,
  type Tags,
} from './product.ts';
import { MemoryWire } from './wire.ts';

export interface Play {
  /** A bundle in dist/ by name, such as `contact-centre`. */
  readonly script: string;
  /** A plan, or the path of one; without it what the bundle has built in. */
  readonly plan?: object | string;
  /** A profile, or the name or path of one, with `sets` such as `agents.capacity=5`; `healthy` without it. */
  readonly profile?: object | string;
  readonly sets?: readonly string[];
  /** `-e` values; TARGET is the tenant unless given. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further flags of the engine. */
  readonly flags?: readonly string[];
  /** Of the tenant and of the plan, 7 without it. */
  readonly seed?: number;
  /** Called before the run begins, to do something to the tenant at some time: `clock.set('once', ms, …)`. */
  readonly during?: (world: { readonly tenant: RunningTenant; readonly clock: VirtualClock }) => void;
}

export interface Sample {
  readonly metric: string;
  readonly type: MetricType;
  readonly value: number;
  readonly tags: Tags;
}

export interface Played {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly samples: readonly Sample[];
  /** What the tenant accepted, refused and did. */
  readonly record: readonly Entry[];
  readonly tenant: RunningTenant;
  readonly virtualMs: number;
}

/** Worlds are of one process, which has one clock: the next begins when the last is over. */
let last: Promise<unknown> = Promise.resolve();

/** Plays a bundle with the embedded engine against the tenant, in this process, in virtual time. */
export function playOnVirtualClock(play: Play): Promise<Played> {
  const mine = last.then(() => playAlone(play));
  last = mine.catch(() => undefined);
  return mine;
}

async function playAlone(play: Play): Promise<Played> {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-virtual-'));
  const { clock, uninstall } = installClock();
  try {
    return await playOn(clock, play, folder);
  } finally {
    uninstall();
    rmSync(folder, { recursive: true });
  }
}

async function playOn(clock: VirtualClock, play: Play, folder: string): Promise<Played> {
  const { script, seed = 7 } = play;
  const wire = new MemoryWire(clock);
  const tenant = await startTenant({ profile: profileOf(play), seed, serve: wire.serve });
  const samples: Sample[] = [];
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said) => ({
    write: (text: string | Uint8Array) => {
      said[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  });
  const env = { TARGET: tenant.addresses.address, SEED: String(seed), ...planOf(play, folder), ...play.env };
  const pairs = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const io = { stdout: stream('stdout'), stderr: stream('stderr'), env: {}, cwd: process.cwd() };
  play.during?.({ tenant, clock });
  try {
    const run = runWith(loadOn(clock, wire, samples), [`dist/${script}.js`, ...pairs, ...(play.flags ?? [])], io);
    const exitCode = await clock.passUntil(run);
    return { exitCode, ...said, samples, record: tenant.org.record.entries, tenant, virtualMs: clock.elapsedMs };
  } finally {
    await tenant.close();
  }
}

/** Loads a script into the virtual world, which stands still while files are read and written. */
function loadOn(clock: VirtualClock, { dial }: MemoryWire, samples: Sample[]): LoadScript {
  const prepareRealm: Parameters<typeof loadInto>[0]['prepareRealm'] = ({ context }) =>
    vm.runInContext(REALM_DATE, context)(clock.unixMs);
  return async (given, context, request) => {
    const { sink } = context;
    if (!(sink instanceof Measurements)) throw new Error('the run keeps its samples elsewhere');
    sink.observe({ push: ({ name, type }, value, tags) => samples.push({ metric: name, type, value, tags }) });
    const script = await clock.while(loadInto({ dial, prepareRealm }, given, context, request));
    const handleSummary = script.handleSummary.bind(script);
    script.handleSummary = async (...values) => {
      const results = await handleSummary(...values);
      // Nothing of this world follows, but files are written.
      void clock.while(new Promise(() => {}));
      return results;
    };
    return script;
  };
}

function profileOf({ profile = 'healthy', sets }: Play): Profile {
  return typeof profile === 'string' ? loadProfile(profile, sets) : profileSchema.parse(profile);
}

function planOf({ plan }: Play, folder: string): { PLAN?: string } {
  if (plan === undefined) return {};
  if (typeof plan === 'string') return { PLAN: path.resolve(plan) };
  const file = path.join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  return { PLAN: file };
}
