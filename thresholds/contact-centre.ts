import type { Options } from 'k6/options';
import {
  agentsScenario,
  customersScenario,
  monitorScenario,
  runOptions,
  sentinelScenarios,
} from '../lib/plan/options.ts';
import { type Prepared, planIn } from '../lib/plan/prepared.ts';
import { agentsIn } from '../lib/plan/refuse.ts';
import { agentsGate, customersGate } from './gates.ts';
import { agentSplits, customerSplits, monitorSplits } from './splits.ts';

/** The k6 options of `contact-centre`: both scenarios and the gate that the plan names. */
export function contactCentreOptions(prepared: Prepared): Options {
  const plan = planIn(prepared);
  const agents = agentsIn(plan);
  return runOptions(
    {
      customers: customersScenario(plan),
      agents: agentsScenario(plan, agents),
      monitor: monitorScenario(plan),
      ...sentinelScenarios(plan),
    },
    {
      ...customerSplits(),
      ...agentSplits(),
      ...monitorSplits(),
      ...customersGate(plan),
      ...agentsGate(plan.gate, agents),
    },
  );
}
