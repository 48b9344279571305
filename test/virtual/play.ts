import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask, type Request } from './ask.ts';
import type { VirtualClock } from './clock.ts';
import { installClock } from './globals.ts';
import { type Lies, startLyingProxy } from './lying-proxy.ts';
import { type Entry, loadProfile, profileSchema, type RunningTenant, startTenant } from './product.ts';
import { type Run, type RunResult, startRun } from './run.ts';
import { MemoryWire } from './wire.ts';

/** A test in virtual time waits for nothing but computation, which may take as long as it does: vitest's 0 is no limit. */
export const NO_LIMIT = 0;

/** A tenant on a wire and a clock of its own. */
export interface Setting {
  /** A profile, or the name or path of one, with `sets` such as `agents.capacity=5`; `healthy` without it. */
  readonly profile?: object | string;
  readonly sets?: readonly string[];
  /** What a proxy between runs and tenant does to what passes. */
  readonly lies?: Lies;
  /** Of the tenant, 7 without it. The plan has its own. */
  readonly seed?: number;
  /**
   * Called before the runs begin; they wait for what it gives. Here is where to do something to the tenant, now or by
   * `clock.when(…)` and `clock.set('once', ms, …)` in the midst of the runs.
   */
  readonly before?: (world: VirtualWorld) => unknown;
}

export interface VirtualWorld {
  readonly tenant: RunningTenant;
  readonly clock: VirtualClock;
  /** Asks the tenant, as any client may. */
  readonly ask: (request: Request) => Promise<string>;
}

export interface WorldResult {
  /** What the tenant accepted, refused and did. */
  readonly record: readonly Entry[];
  readonly tenant: RunningTenant;
  readonly virtualMs: number;
}

/** Worlds are of one process, which has one clock: the next begins when the last is over. */
let last: Promise<unknown> = Promise.resolve();

/** Plays a bundle with the embedded engine against the tenant, in this process, in virtual time. */
export async function playOnVirtualClock(play: Setting & Run): Promise<WorldResult & RunResult> {
  const { runs, ...world } = await playTogether(play, [play]);
  const [result] = runs as [RunResult];
  return { ...result, ...world };
}

/** Plays several bundles against one tenant, all from the beginning. */
export function playTogether(
  setting: Setting,
  runs: readonly Run[],
): Promise<WorldResult & { readonly runs: readonly RunResult[] }> {
  const mine = last.then(() => playAlone(setting, runs));
  last = mine.catch(() => undefined);
  return mine;
}

async function playAlone({ profile = 'healthy', sets, seed = 7, before, lies }: Setting, runs: readonly Run[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-virtual-'));
  const { clock, uninstall } = installClock();
  try {
    const wire = new MemoryWire(clock);
    const parsed = typeof profile === 'string' ? loadProfile(profile, sets) : profileSchema.parse(profile);
    const tenant = await startTenant({ profile: parsed, seed, serve: wire.serve });
    const own = tenant.addresses.address;
    const address = lies === undefined ? own : await startLyingProxy(own, lies, wire.network);
    const world: VirtualWorld = { tenant, clock, ask: (request) => ask(wire, own, request) };
    await clock.passUntil(Promise.resolve(before?.(world)));
    const starts = startsOf(runs.length);
    const playing = runs.map((run, place) =>
      startRun(run, { clock, wire, address, folder, loaded: () => starts.loaded(place) }).finally(() =>
        starts.over(place),
      ),
    );
    try {
      void clock.while(starts.begin(() => clock.settle()));
      const results = await clock.passUntil(Promise.all(playing));
      return { runs: results, record: tenant.org.record.entries, tenant, virtualMs: clock.elapsedMs };
    } finally {
      await tenant.close();
    }
  } finally {
    uninstall();
    rmSync(folder, { recursive: true });
  }
}

/** Runs begin once all scripts are loaded, in their order: which is loaded first is not of this world. */
function startsOf(count: number) {
  const ready = Array.from({ length: count }, deferred);
  const go = Array.from({ length: count }, deferred);
  return {
    loaded(place: number): Promise<void> {
      ready[place]?.resolve();
      return go[place]?.promise ?? Promise.resolve();
    },
    /** A run may end before its script is loaded. */
    over: (place: number): void => ready[place]?.resolve(),
    async begin(settle: () => Promise<void>): Promise<void> {
      for (const { promise } of ready) await promise;
      for (const { resolve } of go) {
        resolve();
        await settle();
      }
    },
  };
}

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}
