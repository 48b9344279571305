import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { ScriptExports } from '../vu/virtual-user.ts';

/**
 * The exported `options` as plain JSON. What is no number in JSON becomes null, which is an option that was not given: `warn` is
 * told, since a script that computes NaN means something else.
 */
export function exportedOptions(
  exports: ScriptExports,
  warn: (line: string) => void,
): Readonly<Record<string, unknown>> {
  const { options } = exports;
  if (options === undefined || options === null) return {};
  if (typeof options !== 'object' || Array.isArray(options)) {
    throw new RunEnd(ExitCode.invalidConfig, 'the exported `options` must be an object');
  }
  const noted = (key: string, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      warn(`options: ${key} is ${value}, which is taken as not given, as k6 seems to`);
    }
    return value;
  };
  return JSON.parse(JSON.stringify(options, noted)) as Record<string, unknown>;
}

export function exportedFunctions(exports: ScriptExports): ReadonlySet<string> {
  return new Set(Object.keys(exports).filter((name) => typeof exports[name] === 'function'));
}
