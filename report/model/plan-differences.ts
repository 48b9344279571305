import type { Plan } from '../../lib/plan/schema.ts';

/** Keys that do not change what is measured. */
const BESIDE = new Set(['$schema', 'name', 'approval', 'gate']);

/** The keys in which two plans differ, with dots: `customers.sessions`. */
export function planDifferences(a: Plan, b: Plan): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => !BESIDE.has(key))
    .flatMap((key) => differing(Reflect.get(a, key), Reflect.get(b, key), key));
}

function differing(a: unknown, b: unknown, at: string): string[] {
  if (isPlain(a) && isPlain(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => differing(a[key], b[key], `${at}.${key}`));
  }
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [at];
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
