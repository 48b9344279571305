import { declareMeasures } from '../lib/measures/metric-objects.ts';
import { loadInputs } from '../lib/plan/load.ts';
import { sharedInputs } from '../lib/plan/shared-inputs.ts';
import { playCustomers } from '../lib/play/customer/play.ts';
import { signGuestsIn } from '../lib/play/customer/sign-guests-in.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { standSentinel } from '../lib/play/watch/sentinel.ts';
import { summarise } from '../lib/verdict/run/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { customersOptions } from '../thresholds/customers.ts';

/** Customers only. It needs no agent and no token. */

const inputs = sharedInputs(() => loadInputs(__ENV, ['dialogues', 'visits', 'guests']));
const metrics = declareMeasures('customers', inputs);

export const options = __VU === 0 ? customersOptions(inputs, __ENV) : undefined;
export const setup = () => setUp('customers', inputs, __ENV);
export const customer = (data: SetupData) =>
  playCustomers(inputs, metrics, data, (plan, emit) => signGuestsIn(inputs, plan, emit));
export const watch = () => standSentinel(inputs, metrics);
export const handleSummary = (data: SummaryInput) => summarise('customers', inputs, data, __ENV);
