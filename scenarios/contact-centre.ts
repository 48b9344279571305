import { workShift } from '../lib/agent/shift.ts';
import { agentTokens } from '../lib/agent/tokens.ts';
import { visitOnce } from '../lib/customer/customer.ts';
import { wholeVisit } from '../lib/customer/whole.ts';
import { agentsScenario, customersScenario, runOptions } from '../lib/plan/options.ts';
import { prepare, refuse } from '../lib/plan/prepare.ts';
import { type SetupData, setUp } from '../lib/plan/setup.ts';
import { type SummaryInput, summarise } from '../lib/summary/summarise.ts';
import { agentsGate, customersGate } from '../thresholds/gates.ts';
import { splits } from '../thresholds/splits.ts';

/** Both sides at once. */

const { plan, overrides, dialogues, dialogueAt } = prepare();
const agents = plan.agents ?? refuse(`plan ${plan.name}: agents: missing; without them run customers`);
const tokenOf = agentTokens(agents);

export const options =
  __VU === 0
    ? runOptions(
        { customers: customersScenario(plan), agents: agentsScenario(plan, agents) },
        { ...splits(), ...customersGate(plan.gate, plan), ...agentsGate(plan.gate, agents) },
      )
    : undefined;

export const setup = () => setUp(plan, overrides);

export async function customer({ runId }: SetupData): Promise<void> {
  await wholeVisit(() => visitOnce({ plan, dialogues, dialogueAt, runId }));
}

export async function agent(): Promise<void> {
  await workShift({ plan, agents, tokenOf, dialogueAt });
}

export const handleSummary = (data: SummaryInput) => summarise('contact-centre', plan, data, __ENV.RESULT);
