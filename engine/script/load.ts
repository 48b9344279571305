import path from 'node:path';
import { ExitCode, type LoadScript, RunEnd } from '../contract.ts';
import type { SharedArrays } from '../modules/data.ts';
import { addGlobals, createModules } from '../modules/index.ts';
import type { OpenedFiles } from '../modules/open.ts';
import { DirectIo } from '../net/direct-io.ts';
import { Host, type Limits } from '../vu/host.ts';
import { AsyncWaiting } from '../vu/lane.ts';
import { VirtualUser } from '../vu/user.ts';
import { AsyncScript } from './async-script.ts';
import { bundle, readSource } from './bundle.ts';
import { bundleName, compile } from './compile.ts';
import { initialise } from './initialise.ts';
import { Positions } from './positions.ts';
import { createRealm, freezeRealm } from './realm.ts';
import { chooseLane, type LaneChoice, parseBundle } from './syntax.ts';

/** Limits that tests shorten. */
export const limits: { -readonly [Name in keyof Limits]: Limits[Name] } = { closeAnswerMs: 30_000 };

/** Loads a script: bundles it in memory, chooses the lane, evaluates it once as VU 0 for its options. */
export const loadScript: LoadScript = async (given, context, request) => {
  const source = await readSource(given, request.cwd);
  const realm = createRealm();
  const io = new DirectIo(context);
  const directory = path.dirname(source.path);
  const { intrinsics } = realm;
  const host = new Host({ context, intrinsics, io, lane: 'async', waiting: new AsyncWaiting(), limits, directory });
  const shared: SharedArrays = new Map();
  const files: OpenedFiles = new Map();
  const modules = createModules(host, shared);
  addGlobals(host, realm.global, files);
  const bundled = await bundle(source, (name) => {
    const exports = modules.get(name);
    return exports && Object.keys(exports);
  });
  host.positions = new Positions(bundled.map, bundleName, directory, request.cwd);
  const program = parseBundle(bundled.code, host.positions);
  const choice: LaneChoice =
    request.lane === 'auto'
      ? chooseLane(program, host.positions, bundled.required)
      : { lane: request.lane, reason: '--lane' };
  if (choice.lane === 'worker') {
    io.dispose();
    throw new RunEnd(ExitCode.scriptException, `${choice.reason}: the worker lane is not built yet`);
  }
  freezeRealm(realm);
  const evaluate = compile(bundled.code, realm, modules, true);
  const first = new VirtualUser(host, { idInInstance: 0, idInTest: 0 });
  try {
    initialise(first, evaluate, () => undefined);
  } catch (error) {
    io.dispose();
    throw error;
  }
  return new AsyncScript(host, evaluate, first.exports, choice, io);
};
