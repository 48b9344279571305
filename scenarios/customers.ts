import '../lib/measures/declare/customer.ts';
import '../lib/measures/declare/messages.ts';
import '../lib/measures/declare/platform.ts';
import { prepare } from '../lib/plan/prepare.ts';
import { playCustomers } from '../lib/play/customer/play.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { standSentinel } from '../lib/play/watch/sentinel.ts';
import { summarise } from '../lib/verdict/run/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { customersOptions } from '../thresholds/customers.ts';

/** Customers only: no agent, no token. */

const prepared = prepare('customers');

export const options = __VU === 0 ? customersOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const customer = ({ runId }: SetupData) => playCustomers(prepared, runId);
export const watch = () => standSentinel(prepared);
export const handleSummary = (data: SummaryInput) => summarise('customers', prepared, data, __ENV.RESULT);
