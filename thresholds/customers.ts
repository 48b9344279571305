import type { Options } from 'k6/options';
import { customersScenario, runOptions, sentinelScenarios } from '../lib/plan/options.ts';
import { type Prepared, planIn } from '../lib/plan/prepared.ts';
import { customersGate } from './gates.ts';
import { customerSplits } from './splits.ts';

/** The k6 options of `customers`: its scenario and the gate that the plan names. */
export function customersOptions(prepared: Prepared): Options {
  const plan = planIn(prepared);
  return runOptions(
    { customers: customersScenario(plan), ...sentinelScenarios(plan) },
    { ...customerSplits(), ...customersGate(plan) },
  );
}
