import type { Scenario } from 'k6/options';
import type { Plan } from '../../../lib/plan/schema.ts';
import {
  agentsScenario,
  contactCentreScenarios,
  customersScenarios,
  stormScenario,
} from '../../../thresholds/executors.ts';
import { agentsGate, contactCentreGate, customersGate, stormGate, type Thresholds } from '../../../thresholds/gates.ts';

/** What a script becomes with a plan, in k6's words. */
export interface PlayedScript {
  readonly scenarios: Readonly<Record<string, Scenario>>;
  readonly thresholds: Thresholds;
}

/** The scripts that a plan can be played with. */
export const SCRIPTS = ['contact-centre', 'customers', 'agents', 'reconnect-storm'] as const;
export type Script = (typeof SCRIPTS)[number];

/** The script that a plan is for when nobody names one: both sides, where it has both. */
export const usualScript = ({ agents }: Plan): Script => (agents === undefined ? 'customers' : 'contact-centre');

/** The scenarios and thresholds of a script with a plan. Throws an error of one line where the plan has no agents and the script needs some. */
export function playedScript(script: Script, plan: Plan): PlayedScript {
  const { agents } = plan;
  switch (script) {
    case 'customers':
      return { scenarios: customersScenarios(plan), thresholds: customersGate(plan) };
    case 'reconnect-storm':
      return { scenarios: { customers: stormScenario(plan) }, thresholds: stormGate(plan) };
    case 'agents':
    case 'contact-centre':
      if (agents === undefined)
        throw new Error(`--script ${script}: the plan has no agents; allowed: customers, reconnect-storm`);
      return script === 'agents'
        ? { scenarios: { agents: agentsScenario(plan, agents) }, thresholds: agentsGate(plan.gate, agents) }
        : { scenarios: contactCentreScenarios(plan, agents), thresholds: contactCentreGate(plan, agents) };
  }
}
