import '../lib/metrics/agent.ts';
import '../lib/metrics/customer.ts';
import '../lib/metrics/messages.ts';
import '../lib/metrics/monitor.ts';
import '../lib/metrics/platform.ts';
import { playAgents } from '../lib/agent/play.ts';
import { playCustomers } from '../lib/customer/play.ts';
import { watchTenant } from '../lib/monitor/watch.ts';
import { prepare } from '../lib/plan/prepare.ts';
import { type SetupData, setUp } from '../lib/plan/setup.ts';
import type { SummaryInput } from '../lib/summary/input.ts';
import { summarise } from '../lib/summary/summarise.ts';
import { contactCentreOptions } from '../thresholds/contact-centre.ts';

/** Both sides at once. */

const prepared = prepare('agents too');

export const options = __VU === 0 ? contactCentreOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const customer = ({ runId }: SetupData) => playCustomers(prepared, runId);
export const agent = () => playAgents(prepared);
export const watch = () => watchTenant(prepared);
export const handleSummary = (data: SummaryInput) => summarise('contact-centre', prepared, data, __ENV.RESULT);
