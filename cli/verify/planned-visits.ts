import type { Plan } from '../../lib/plan/schema.ts';
import { transportOf } from '../../lib/plan/transport-choice.ts';

/**
 * The numbers of visits that the plan had, and of which no conversation tells. They are the first visit of each slot,
 * and those before a later one: a number is given when a visit begins. Of several runs, which may be the shares of one,
 * only the first visits are known. In the open model nobody knows from conversations alone, nor where visits share one.
 */
export function visitsNeverBegun(plan: Plan, found: ReadonlySet<number>, runs: number): number[] {
  const { model, identity, sessions } = plan.customers;
  if (model === 'open' || identity === 'shared') return [];
  const missing = Array.from({ length: sessions }, (_, number) => number).filter((number) => !found.has(number));
  if (runs > 1) return missing;
  const before = transportOf(plan) === 'exact' ? 1 : sessions;
  const asked = new Set(missing);
  for (const number of found) {
    // Those between were looked at from the earlier number.
    for (let one = number - before; one >= sessions && !found.has(one) && !asked.has(one); one -= before)
      asked.add(one);
  }
  return [...asked].sort((a, b) => a - b);
}
