import { declareMeasures } from '../lib/measures/metric-objects.ts';
import { loadInputs } from '../lib/plan/load.ts';
import { sharedInputs } from '../lib/plan/shared-inputs.ts';
import { playAgents } from '../lib/play/agent/play.ts';
import { playCustomers } from '../lib/play/customer/play.ts';
import { signGuestsIn } from '../lib/play/customer/sign-guests-in.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { watchTenant } from '../lib/play/watch/watch.ts';
import { summarise } from '../lib/verdict/run/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { contactCentreOptions } from '../thresholds/contact-centre.ts';

/** Customers and agents in one run. */

const inputs = sharedInputs(() => loadInputs(__ENV, ['dialogues', 'visits', 'openings', 'tokens', 'guests']));
const metrics = declareMeasures('contact-centre', inputs);

export const options = __VU === 0 ? contactCentreOptions(inputs, __ENV) : undefined;
export const setup = () => setUp('contact-centre', inputs, __ENV);
export const customer = (data: SetupData) =>
  playCustomers(inputs, metrics, data, (plan, emit) => signGuestsIn(inputs, plan, emit));
export const agent = (data: SetupData) => playAgents(inputs, metrics, data, true);
export const watch = () => watchTenant(inputs, metrics);
export const handleSummary = (data: SummaryInput) => summarise('contact-centre', inputs, data, __ENV);
