import { refusalForGood } from './approval.ts';
import { failureIn, type Inputs, loadedIn } from './inputs.ts';
import type { Env } from './load.ts';
import { longestRunMs } from './longest-run.ts';
import { refuse } from './refuse.ts';
import type { Plan } from './schema.ts';
import { sharesRefusal } from './shares.ts';

/**
 * Ends the test in init, in one line (`exec.test.abort`, exit 108), where time cannot mend what is wrong with it: on bad
 * input, without approval, with a window that is over or too short, or with a loopback target in k6 cloud, where loopback
 * is the cloud's own load generator. Whether the window is open now is asked in setup and by each iteration, so that
 * archives, uploads and schedules can be made by day. The time is that at which the plan was loaded, and not now: setup,
 * teardown and handleSummary each have an init, and the last one comes when the window may be over.
 */
export function check(inputs: Inputs, env: Env, script: string): void {
  const failure = failureIn(inputs) ?? sharesRefusal(env);
  if (failure !== undefined) refuse(failure);
  const { plan, loopback, loadedAtMs } = loadedIn(inputs);
  if (loopback && env.K6_CLOUDRUN_INSTANCE_ID) {
    refuse('target: a loopback address means the load generator itself in k6 cloud; allowed: the org’s domain');
  }
  const refusal = refusalForGood(plan, loadedAtMs, longestOrRefusal(script, plan, env));
  if (refusal !== undefined) refuse(refusal);
}

function longestOrRefusal(script: string, plan: Plan, env: Env): number {
  try {
    return longestRunMs(script, plan, env);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}
