import type { Options } from 'k6/options';
import {
  agentsScenario,
  customersScenario,
  monitorScenario,
  platformLoadScenarios,
  runOptions,
  sentinelScenarios,
} from '../lib/plan/options.ts';
import { type Prepared, planIn } from '../lib/plan/prepared.ts';
import { agentsIn } from '../lib/plan/refuse.ts';
import { agentsGate, customersGate } from './gates.ts';
import { agentSplits, customerSplits, monitorSplits, platformSplits } from './splits.ts';

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
      ...platformLoadScenarios(plan, agents),
    },
    {
      ...customerSplits(),
      ...agentSplits(),
      ...monitorSplits(),
      ...platformSplits(plan, agents),
      ...customersGate(plan),
      ...agentsGate(plan.gate, agents),
    },
  );
}
