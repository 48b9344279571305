import type { Options } from 'k6/options';
import { check } from '../lib/plan/check.ts';
import { type Inputs, planIn } from '../lib/plan/inputs.ts';
import type { Env } from '../lib/plan/load.ts';
import { sharesIn } from '../lib/plan/shares.ts';
import { runOptions, stormScenario } from './executors.ts';
import { stormGate } from './gates.ts';
import { shareOfGate } from './share-of-gate.ts';
import { splitsFor } from './splits.ts';

/** The k6 options of `reconnect-storm`. Refuses in one line (exit 108) what must not run. */
export function stormOptions(inputs: Inputs, env: Env): Options {
  check(inputs, env, 'reconnect-storm');
  const plan = planIn(inputs);
  return runOptions(
    plan,
    { customers: stormScenario(plan) },
    { ...splitsFor('reconnect-storm', plan), ...shareOfGate(stormGate(plan), plan, sharesIn(env)) },
  );
}
