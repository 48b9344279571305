import '../lib/measures/declare/agent.ts';
import '../lib/measures/declare/customer.ts';
import '../lib/measures/declare/messages.ts';
import '../lib/measures/declare/monitor.ts';
import '../lib/measures/declare/platform.ts';
import { prepare } from '../lib/plan/prepare.ts';
import { playAgents } from '../lib/play/agent/play.ts';
import { playCustomers } from '../lib/play/customer/play.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { watchTenant } from '../lib/play/watch/watch.ts';
import { summarise } from '../lib/verdict/run/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { contactCentreOptions } from '../thresholds/contact-centre.ts';

/** Both sides at once. */

const prepared = prepare('agents too');

export const options = __VU === 0 ? contactCentreOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const customer = ({ runId }: SetupData) => playCustomers(prepared, runId);
export const agent = () => playAgents(prepared);
export const watch = () => watchTenant(prepared);
export const handleSummary = (data: SummaryInput) => summarise('contact-centre', prepared, data, __ENV.RESULT);
