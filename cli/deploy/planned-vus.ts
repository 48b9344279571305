import type { Scenario } from 'k6/options';
import type { ScriptName } from '../../lib/measures/table/scripts.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import {
  agentsScenario,
  customersScenario,
  monitorScenario,
  platformLoadScenarios,
  sentinelScenarios,
  stormScenario,
} from '../../thresholds/executors.ts';

/** The scripts that a deployment may start: those of one run. A ceiling search is many runs, which its command paces. */
export const DEPLOYABLE = ['contact-centre', 'customers', 'agents', 'reconnect-storm'] as const satisfies ScriptName[];
export type Deployable = (typeof DEPLOYABLE)[number];

/**
 * The virtual users that k6 prepares for a script, by scenario. They decide over how many machines it can be spread, and
 * what it costs.
 *
 * @example vusOf('customers', plan) // { customers: 50 }
 */
export function vusOf(script: Deployable, plan: Plan): Readonly<Record<string, number>> {
  const scenarios = Object.entries(scenariosOf(script, plan));
  return Object.fromEntries(scenarios.map(([name, scenario]) => [name, vusOfScenario(scenario)]));
}

export function sumOf(vus: Readonly<Record<string, number>>): number {
  return Object.values(vus).reduce((sum, count) => sum + count, 0);
}

function scenariosOf(script: Deployable, plan: Plan): Record<string, Scenario> {
  const { agents } = plan;
  if (script === 'reconnect-storm') return { customers: stormScenario(plan) };
  const customers = { customers: customersScenario(plan), ...sentinelScenarios(plan) };
  if (script === 'customers' || agents === undefined) return customers;
  if (script === 'agents') return { agents: agentsScenario(plan, agents) };
  return {
    ...customers,
    agents: agentsScenario(plan, agents),
    monitor: monitorScenario(plan),
    ...platformLoadScenarios(plan, agents),
  };
}

function vusOfScenario(scenario: Scenario): number {
  switch (scenario.executor) {
    case 'ramping-vus':
      return Math.max(...scenario.stages.map(({ target }) => target));
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return Math.max(scenario.preAllocatedVUs, scenario.maxVUs ?? 0);
    default:
      return scenario.vus ?? 1;
  }
}
