import '../lib/metrics/customer.ts';
import '../lib/metrics/messages.ts';
import '../lib/metrics/platform.ts';
import { playCustomers } from '../lib/customer/play.ts';
import { standSentinel } from '../lib/monitor/sentinel.ts';
import { prepare } from '../lib/plan/prepare.ts';
import { type SetupData, setUp } from '../lib/plan/setup.ts';
import type { SummaryInput } from '../lib/summary/input.ts';
import { summarise } from '../lib/summary/summarise.ts';
import { customersOptions } from '../thresholds/customers.ts';

/** Customers only: no agent, no token. */

const prepared = prepare('customers');

export const options = __VU === 0 ? customersOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const customer = ({ runId }: SetupData) => playCustomers(prepared, runId);
export const watch = () => standSentinel(prepared);
export const handleSummary = (data: SummaryInput) => summarise('customers', prepared, data, __ENV.RESULT);
