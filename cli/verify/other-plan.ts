import type { Plan } from '../../lib/plan/schema.ts';
import { planDifferences } from '../../report/model/plan-differences.ts';

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
