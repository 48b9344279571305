import { expectedCalls } from '../plan/expected-calls.ts';
import type { Plan } from '../plan/schema.ts';
import type { Need } from './table/measure.ts';

/** So many samples are sorted in about a tenth of a second. */
const SORTED_CALLS = 500_000;

/**
 * The needs of splits that a plan meets. k6 sorts every sample of a Trend with a threshold each 2 s
 * (docs/facts/k6.md section 11, hazard 6): a run that makes too many calls of the Platform API goes without.
 */
export function needsMet(plan: Plan | undefined): Need[] {
  const needs: Need[] = [];
  if (plan?.agents === undefined) return needs;
  if (expectedCalls(plan, plan.agents) <= SORTED_CALLS) needs.push('few-calls');
  if (plan.platformLoad !== undefined) needs.push('platform-load');
  return needs;
}
