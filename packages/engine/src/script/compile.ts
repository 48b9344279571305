import vm from 'node:vm';
import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { Modules } from '../modules/index.ts';
import { globalNames, type Realm } from '../realm/realm.ts';
import type { ScriptExports } from '../vu/virtual-user.ts';

/** The file name of a bundle in V8's stacks. */
export const bundleName = 'k6-script-bundle.js';

/** Evaluates the script's top level once, in a scope of its own. */
export type Evaluate = () => ScriptExports;

/**
 * Compiles a bundle once, and gives the function that evaluates it for a VU. In a shared realm the globals are
 * parameters of an outer function, since V8 finds a name in a scope far quicker than one in a vm context. The
 * `globalThis` of each VU inherits from a frozen object, which keeps VUs apart.
 */
export function compile(code: string, realm: Realm, modules: Modules, shared: boolean): Evaluate {
  const names = shared ? globalNames(realm) : [];
  const own = shared ? ', globalThis, global' : '';
  // The line offset makes the bundle's first line number 1, as in its source map.
  const source = `(function (__k6, ${names.join(', ')}) { "use strict"; return function (module, exports${own}) {\n${code}\n} })`;
  const script = compiled(source);
  const outer = script.runInContext(realm.context) as (...values: unknown[]) => Scope;
  const values = names.map((name) => realm.global[name]);
  const lookUp = (module: string, name?: string) => {
    const exports = modules.get(module);
    return name === undefined ? exports : exports?.[name];
  };
  const scope = outer(lookUp, ...values);
  const shown = shared ? frozenGlobal(realm) : undefined;
  return () => {
    const module: { exports: ScriptExports } = { exports: {} };
    // Each VU has a globalThis of its own, as in k6.
    const global = shown === undefined ? [] : Array(2).fill(realm.intrinsics.Object.create(shown));
    scope(module, module.exports, ...global);
    return module.exports;
  };
}

/**
 * Throws a RunEnd 107 for syntax that strict code may not hold, such as `with`, which the earlier parse lets through.
 */
function compiled(source: string): vm.Script {
  try {
    return new vm.Script(source, { filename: bundleName, lineOffset: -1 });
  } catch (error) {
    throw new RunEnd(ExitCode.scriptException, `the script cannot be compiled: ${(error as Error).message}`);
  }
}

type Scope = (module: object, exports: object, ...global: object[]) => void;

/** The frozen prototype of each VU's `globalThis` in a shared realm. It holds all globals. */
function frozenGlobal(realm: Realm): object {
  const global = realm.intrinsics.Object.create(null);
  for (const key of Reflect.ownKeys(realm.global)) {
    const found = Reflect.getOwnPropertyDescriptor(realm.global, key);
    if (found && key !== 'globalThis') Object.defineProperty(global, key, found);
  }
  for (const self of ['globalThis', 'global']) Object.defineProperty(global, self, { value: global });
  return Object.freeze(global);
}
