import type { Host } from '../../vu/host.ts';

/**
 * Selects by a gjson path: keys and indexes joined by dots, `\.` for a dot in a key, `#` for an array's length or each
 * of its elements. Queries, modifiers and wildcards end the run by name.
 */
export function selectJson(host: Host, value: unknown, path: string): unknown {
  if (/[|@*?{}[\]!]/.test(path) || /#\(/.test(path)) {
    throw host.unsupported('jsonPath', ` "${path}"`);
  }
  const steps = path.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'));
  return select(host, value, steps);
}

function select(host: Host, value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  if (step === '#' && Array.isArray(value)) {
    if (rest.length === 0) return value.length;
    const found = value.map((element) => select(host, element, rest)).filter((element) => element !== undefined);
    return host.intrinsics.Array.from(found);
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return select(host, (value as Record<string, unknown>)[step], rest);
}
