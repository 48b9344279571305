import { refusalOf } from './approval.ts';
import { failureIn, type Inputs, loadedIn } from './inputs.ts';
import type { Env } from './load.ts';
import { refuse } from './refuse.ts';
import { scheduleOf } from './schedule.ts';
import type { Plan } from './schema.ts';

/**
 * Ends the test in one line (`exec.test.abort`, exit 108) when it must not run: on bad input, without approval, or
 * with a loopback target in k6 cloud, where loopback is the cloud's own load generator. `longestOf` returns how long
 * the run can take (ms) from the moment at which the plan was loaded. It is not asked from now: setup, teardown and
 * handleSummary each have an init, and the last one comes when the window may be over.
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
