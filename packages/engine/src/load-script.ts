import path from 'node:path';
import { AsyncVus } from './async-lane/async-vus.ts';
import { AsyncWaiting } from './async-lane/async-waiting.ts';
import { ExitCode, RunEnd } from './contract/exit.ts';
import type { RemoteSettings } from './contract/remote-settings.ts';
import type { RunContext } from './contract/run-context.ts';
import type { LoadedScript, LoadScript } from './contract/script.ts';
import { UNSUPPORTED_CALLS } from './contract/unsupported-calls.ts';
import type { SharedArrays } from './modules/data.ts';
import { addGlobals, createModules, freezeModules, type Modules } from './modules/index.ts';
import type { OpenedFiles } from './modules/open.ts';
import type { DialTcp } from './net/dial.ts';
import { DirectIo } from './net/direct-io.ts';
import { createRealm, freezeRealm, isOfSharedBuiltins, type Realm } from './realm/realm.ts';
import { RemoteModules } from './remote/remote-modules.ts';
import { bundleName, compile } from './script/compile.ts';
import { HostedScript } from './script/hosted-script.ts';
import { initialise } from './script/initialise.ts';
import { bundleScript, readSource } from './source/bundle.ts';
import { chooseLanes, oneLane, type ScriptLanes } from './source/lane-choice.ts';
import { SourcePositions } from './source/source-positions.ts';
import { parseBundle, placeInScript, type ScriptSyntax } from './source/syntax.ts';
import { EditedSource } from './source/text-edits.ts';
import { unsupportedUses } from './source/unsupported-uses.ts';
import { Host, type HostLimits } from './vu/host.ts';
import { VirtualUser } from './vu/virtual-user.ts';
import { checkWorkerCapacity, easyWorkerVus, WorkerVus } from './worker-lane/worker-vus.ts';

/** The time limits of the script hosts that are made. Tests shorten them. */
export const limits: { -readonly [Name in keyof HostLimits]: HostLimits[Name] } = { closeAnswerMs: 30_000 };

const deprecated = "k6/experimental/websockets is deprecated and will be removed: import 'k6/websockets'";

/** What a test gives a script in place of the system's own. */
export interface World {
  /** In the async lane, and for evaluating a script once. */
  readonly dial?: DialTcp;
  /** Why the lane is given; `--lane` when absent. */
  readonly laneReason?: string;
  /** Called before the realm is frozen. */
  prepareRealm?(realm: Realm): void;
  /** What was made of scripts before, by path: a test that runs one again and again reads it once. */
  readonly read?: Map<string, Promise<ReadScript>>;
}

/** A script that was bundled and parsed, and its lane. */
type ReadScript = Awaited<ReturnType<typeof readScript>>;

/**
 * Loads a script: bundles it in memory, chooses the lane of each function, evaluates it once as VU 0 for its options. A script whose lane was not
 * given and that changes built-ins as it is evaluated is loaded again for the worker lane, where each VU has its own.
 */
export const loadScript: LoadScript = async (given, context, request) => {
  try {
    return await loadInto({}, given, context, request);
  } catch (error) {
    if (request.lane !== 'auto' || !(error instanceof RunEnd) || !isOfSharedBuiltins(error.message)) throw error;
    context.log('info', `built-ins are changed, so each VU needs its own (worker lane): ${error.message}`);
    return await loadInto({ laneReason: 'it changes built-ins' }, given, context, { ...request, lane: 'worker' });
  }
};

/** `loadScript` into a world of the caller's. */
export async function loadInto(
  world: World,
  ...[given, context, { lane, cwd, remote, awaits }]: Parameters<LoadScript>
): Promise<LoadedScript> {
  const source = await readSource(given, cwd);
  const realm = createRealm();
  world.prepareRealm?.(realm);
  const io = new DirectIo(context, world.dial);
  const directory = path.dirname(source.path);
  const shared: SharedArrays = new Map();
  const files: OpenedFiles = new Map();
  const host = new Host({
    context,
    intrinsics: realm.intrinsics,
    io,
    waiting: (own) => new AsyncWaiting(own),
    limits,
    directory,
  });
  const modules = createModules(host, shared);
  addGlobals(host, realm.global, files);
  try {
    const reading =
      world.read?.get(source.path) ??
      readScript(source, modules, remoteModules(directory, remote, context), { directory, cwd, awaits });
    world.read?.set(source.path, reading);
    const { code, map, imported, positions, suited, doubtful, edited } = await reading;
    for (const line of doubtful) context.log('warning', line);
    if (imported.has('k6/experimental/websockets')) context.log('warning', deprecated);
    const lanes = lane === 'auto' ? suited : oneLane({ lane, reason: world.laneReason ?? '--lane' });
    host.positions = positions;
    host.lane = lanes.isAnyAsync ? 'async' : 'worker';
    if (lanes.isAnyAsync) {
      freezeModules(modules);
      freezeRealm(realm);
    }
    host.awaitedFor = lanes.awaited?.exports ?? host.awaitedFor;
    const evaluate = compile(lanes.awaited ? edited.code : code, realm, modules, lanes.isAnyAsync);
    const first = new VirtualUser(host, { idInInstance: 0, idInTest: 0 });
    initialise(first, evaluate, () => undefined);
    const worker = new WorkerVus(host, { code, map, directory, cwd, shared, files });
    const makers = lanes.isAnyAsync ? { worker, async: new AsyncVus(host, evaluate, lanes.blocks) } : { worker };
    return new HostedScript(host, first.exports, io, {
      of: lanes.of,
      makers,
      easyWorkerVus: easyWorkerVus(),
      checkCapacity: checkWorkerCapacity,
    });
  } catch (error) {
    io.dispose();
    throw error;
  }
}

/** Bundles a script in memory, checks its syntax, and says which lane suits it. */
async function readScript(
  source: Awaited<ReturnType<typeof readSource>>,
  modules: Modules,
  remote: RemoteModules,
  { directory, cwd, awaits }: { directory: string; cwd: string; awaits: boolean | undefined },
) {
  const { code, map, imported, required } = await bundleScript(
    source,
    (name) => exportsOf(modules, name),
    (url) => remote.load(url),
  );
  await remote.save();
  const positions = new SourcePositions(map, bundleName, directory, cwd);
  const syntax = parseBundle(code, positions);
  const doubtful = doubtfulUses(code, syntax, positions);
  const suited = chooseLanes(code, syntax, positions, required, awaits);
  const edited = awaiting(code, suited);
  return {
    code,
    map,
    imported,
    positions: new SourcePositions(map, bundleName, directory, cwd, edited),
    suited,
    doubtful,
    edited,
  };
}

/** The bundle with `async` and `await` where calls are awaited for a function. */
function awaiting(code: string, { awaited }: ScriptLanes): EditedSource {
  const calls = [...(awaited?.calls ?? [])].flatMap(({ start, end }) => [
    { at: start, text: '(await ' },
    { at: end, text: ')' },
  ]);
  const functions = [...(awaited?.functions ?? [])].map(({ start }) => ({ at: start, text: 'async ' }));
  return new EditedSource(code, [...calls, ...functions]);
}

/**
 * Gives a warning for each place where a script may call what the engine lacks. Throws a RunEnd 120 for the first place
 * where it does.
 */
function doubtfulUses(code: string, syntax: ScriptSyntax, positions: SourcePositions): readonly string[] {
  const lines = unsupportedUses(syntax).map(({ start, call, what, certain }) => {
    const place = placeInScript(code, start, positions);
    const { why } = UNSUPPORTED_CALLS[call];
    if (certain) {
      throw new RunEnd(ExitCode.unsupported, `${place}: ${what} is not supported by the embedded engine: ${why}`);
    }
    return `${place}: ${what} is not supported by the embedded engine: if this is one, the run ends there with ${ExitCode.unsupported}`;
  });
  return [...new Set(lines)];
}

/** Without settings, as in tests, nothing is fetched. */
function remoteModules(directory: string, settings: RemoteSettings | undefined, context: RunContext): RemoteModules {
  const none = { isNetworkAllowed: false, hosts: [], cacheFolder: directory, env: {} };
  return new RemoteModules(directory, settings ?? none, (...line) => context.log(...line));
}

function exportsOf(modules: Modules, name: string): readonly string[] | undefined {
  const exports = modules.get(name);
  return exports && Object.keys(exports);
}
