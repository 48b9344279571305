import type { Options } from 'k6/options';
import { check } from '../lib/plan/check.ts';
import type { Env } from '../lib/plan/load.ts';
import { type Prepared, planIn } from '../lib/plan/prepared.ts';
import { customersScenario, runOptions, sentinelScenarios } from './executors.ts';
import { customersGate } from './gates.ts';
import { customerSplits } from './splits.ts';

/** The k6 options of `customers`: its scenario and the gate that the plan names. Refuses in one line (exit 108) what must not run. */
export function customersOptions(prepared: Prepared, env: Env): Options {
  check(prepared, env);
  const plan = planIn(prepared);
  return runOptions(
    { customers: customersScenario(plan), ...sentinelScenarios(plan) },
    { ...customerSplits(), ...customersGate(plan) },
  );
}
