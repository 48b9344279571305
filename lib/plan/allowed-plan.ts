import { refusalOf } from './approval.ts';
import { type Inputs, planIn } from './inputs.ts';
import { refuse } from './refuse.ts';
import type { Plan } from './schema.ts';

/**
 * The plan, for an iteration that is about to put load on the target. Ends the test once the approved window is over.
 */
export function allowedPlanIn(inputs: Inputs): Plan {
  const plan = planIn(inputs);
  refuseOutside(plan);
  return plan;
}

/**
 * Ends the test once the approved window is over. It is asked before each connection: a machine that was suspended in an
 * iteration wakes at any time.
 */
export function refuseOutside(plan: Plan): void {
  const refusal = refusalOf(plan, Date.now(), 0);
  if (refusal !== undefined) refuse(refusal);
}

/**
 * What setup handed to an iteration. Ends the test where there is nothing: setup asks whether the run fits its window and
 * gives it its id, and `--no-setup` skips it.
 */
export function setUpBefore<T>(setup: T | undefined): T {
  return setup ?? refuse('setup was skipped, which asks whether the run fits its window; allowed: without --no-setup');
}
