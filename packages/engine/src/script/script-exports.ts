import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { ScriptExports } from '../vu/virtual-user.ts';

/** The exported `options` as plain JSON. */
export function exportedOptions(exports: ScriptExports): Readonly<Record<string, unknown>> {
  const { options } = exports;
  if (options === undefined || options === null) return {};
  if (typeof options !== 'object' || Array.isArray(options)) {
    throw new RunEnd(ExitCode.invalidConfig, 'the exported `options` must be an object');
  }
  return JSON.parse(JSON.stringify(options)) as Record<string, unknown>;
}

export function exportedFunctions(exports: ScriptExports): ReadonlySet<string> {
  return new Set(Object.keys(exports).filter((name) => typeof exports[name] === 'function'));
}
