import { workShift } from '../lib/agent/shift.ts';
import { agentTokens } from '../lib/agent/tokens.ts';
import { agentsScenario, runOptions } from '../lib/plan/options.ts';
import { prepare, refuse } from '../lib/plan/prepare.ts';
import { setUp } from '../lib/plan/setup.ts';
import { type SummaryInput, summarise } from '../lib/summary/summarise.ts';
import { agentsGate } from '../thresholds/gates.ts';
import { splits } from '../thresholds/splits.ts';

/** Agents only: they log in, handle what other machines' customers bring, and log out. */

const { plan, overrides, dialogueAt } = prepare();
const agents = plan.agents ?? refuse(`plan ${plan.name}: agents: missing; the agents' script needs them`);
const tokenOf = agentTokens(agents);

export const options =
  __VU === 0
    ? runOptions({ agents: agentsScenario(plan, agents) }, { ...splits(), ...agentsGate(plan.gate, agents) })
    : undefined;

export const setup = () => setUp(plan, overrides);

export async function agent(): Promise<void> {
  await workShift({ plan, agents, tokenOf, dialogueAt });
}

export const handleSummary = (data: SummaryInput) => summarise('agents', plan, data, __ENV.RESULT);
