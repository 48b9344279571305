import type { Options } from 'k6/options';
import { check } from '../lib/plan/check.ts';
import { type Inputs, planIn } from '../lib/plan/inputs.ts';
import type { Env } from '../lib/plan/load.ts';
import { sharesIn } from '../lib/plan/shares.ts';
import { customersScenarios, runOptions } from './executors.ts';
import { customersGate } from './gates.ts';
import { withOnceRule } from './once-rule.ts';
import { shareOfGate } from './share-of-gate.ts';
import { splitsFor } from './splits.ts';

/** The k6 options of `customers`: its scenario and the gate that the plan names. Refuses in one line (exit 108) what must not run. */
export function customersOptions(inputs: Inputs, env: Env): Options {
  check(inputs, env, 'customers');
  const plan = planIn(inputs);
  const shares = sharesIn(env);
  return runOptions(plan, customersScenarios(plan), {
    ...splitsFor('customers', plan),
    ...withOnceRule(shareOfGate(customersGate(plan), plan, shares), inputs, shares),
  });
}
