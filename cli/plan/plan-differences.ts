import type { Plan } from '../../lib/plan/schema.ts';

/** Keys that do not change what is measured. */
const BESIDE = new Set(['$schema', 'name', 'approval', 'gate']);

/** The keys in which two plans differ, with dots: `customers.sessions`. */
export function planDifferences(a: Plan, b: Plan): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => !BESIDE.has(key))
    .flatMap((key) => differing(Reflect.get(a, key), Reflect.get(b, key), key));
}

/** Of these parts of a plan follows which visits there are and what is said in them. */
const OF_VISITS = /^(?:customers|retry|seed|agents\.count)\b/;

/**
 * Says in one line that a run was played under another plan than the one at hand, where other visits follow from it, or
 * returns undefined. Overrides of the run are the usual reason.
 *
 * @param played the plans in the results of the run
 */
export function otherPlanNote(plan: Plan, played: readonly Plan[]): string | undefined {
  const keys = [...new Set(played.flatMap((one) => planDifferences(one, plan)))].filter((key) => OF_VISITS.test(key));
  if (keys.length === 0) return undefined;
  return `the run was under another plan (${keys.slice(0, 5).join(', ')}); allowed: the same -e as for the run`;
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
