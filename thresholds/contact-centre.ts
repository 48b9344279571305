import type { Options } from 'k6/options';
import { check } from '../lib/plan/check.ts';
import type { Env } from '../lib/plan/load.ts';
import { type Prepared, planIn } from '../lib/plan/prepared.ts';
import { agentsIn } from '../lib/plan/refuse.ts';
import {
  agentsScenario,
  customersScenario,
  monitorScenario,
  platformLoadScenarios,
  runOptions,
  sentinelScenarios,
} from './executors.ts';
import { contactCentreGate } from './gates.ts';
import { agentSplits, customerSplits, monitorSplits, platformSplits } from './splits.ts';

/** The k6 options of `contact-centre`: both scenarios and the gate that the plan names. Refuses in one line (exit 108) what must not run. */
export function contactCentreOptions(prepared: Prepared, env: Env): Options {
  check(prepared, env);
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
      ...contactCentreGate(plan, agents),
    },
  );
}
