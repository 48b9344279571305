import { expectedCalls } from '../plan/expected-calls.ts';
import type { Plan } from '../plan/schema.ts';
import type { Need } from './table/measure.ts';

/** k6 sorts this many samples in about a tenth of a second. */
const SORTED_CALLS = 500_000;

/**
 * The conditions for splits that a plan meets. k6 sorts all samples of a Trend with a threshold each 2 s
 * (docs/facts/k6.md section 11, hazard 6), so a run with very many calls of the Platform API has no split of their
 * times.
 */
export function needsMet(plan: Plan | undefined): Need[] {
  const needs: Need[] = plan?.customers.bot === undefined ? [] : ['bot'];
  if (plan?.agents === undefined) return needs;
  if (expectedCalls(plan, plan.agents) <= SORTED_CALLS) needs.push('few-calls');
  if (plan.platformLoad !== undefined) needs.push('platform-load');
  return needs;
}
