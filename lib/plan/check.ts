import { refusalOf } from './approval.ts';
import { failureIn, type Inputs, loadedIn } from './inputs.ts';
import type { Env } from './load.ts';
import { refuse } from './refuse.ts';
import { scheduleOf } from './schedule.ts';
import type { Plan } from './schema.ts';

/**
 * Ends the test in one line (`exec.test.abort`, exit 108) when what was loaded must not run: bad input, no approval, or
 * a loopback target in k6 cloud, whose load generators have no tenant on theirs. `longestOf` says how long the run can
 * take, in ms, from when the plan was loaded: setup, teardown and handleSummary have an init of their own, the last one
 * after the run, when there is no time for another.
 */
export function check(
  inputs: Inputs,
  env: Env,
  longestOf: (plan: Plan) => number = (plan) => scheduleOf(plan).longestMs,
): void {
  const failure = failureIn(inputs);
  if (failure !== undefined) refuse(failure);
  const { plan, loopback, loadedAtMs } = loadedIn(inputs);
  if (loopback && env.K6_CLOUDRUN_INSTANCE_ID) {
    refuse('target: a loopback address means the load generator itself in k6 cloud; allowed: the org’s domain');
  }
  const refusal = refusalOf(plan, loadedAtMs, longestOf(plan));
  if (refusal !== undefined) refuse(refusal);
}
