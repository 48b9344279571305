import { visitOnce } from '../lib/customer/customer.ts';
import { wholeVisit } from '../lib/customer/whole.ts';
import { customersScenario, runOptions } from '../lib/plan/options.ts';
import { prepare } from '../lib/plan/prepare.ts';
import { type SetupData, setUp } from '../lib/plan/setup.ts';
import { type SummaryInput, summarise } from '../lib/summary/summarise.ts';
import { customersGate } from '../thresholds/gates.ts';
import { splits } from '../thresholds/splits.ts';

/** Customers only: no agent, no token. */

const { plan, overrides, dialogues, dialogueAt } = prepare();

export const options =
  __VU === 0
    ? runOptions({ customers: customersScenario(plan) }, { ...splits(), ...customersGate(plan.gate, plan) })
    : undefined;

export const setup = () => setUp(plan, overrides);

export async function customer({ runId }: SetupData): Promise<void> {
  await wholeVisit(() => visitOnce({ plan, dialogues, dialogueAt, runId }));
}

export const handleSummary = (data: SummaryInput) => summarise('customers', plan, data, __ENV.RESULT);
