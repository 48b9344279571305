import '../lib/metrics/agent.ts';
import '../lib/metrics/messages.ts';
import '../lib/metrics/platform.ts';
import { playAgents } from '../lib/agent/play.ts';
import { prepare } from '../lib/plan/prepare.ts';
import { setUp } from '../lib/plan/setup.ts';
import type { SummaryInput } from '../lib/summary/input.ts';
import { summarise } from '../lib/summary/summarise.ts';
import { agentsOptions } from '../thresholds/agents.ts';

/** Agents only: they log in, handle what other machines' customers bring, and log out. */

const prepared = prepare('agents too');

export const options = __VU === 0 ? agentsOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const agent = () => playAgents(prepared);
export const handleSummary = (data: SummaryInput) => summarise('agents', prepared, data, __ENV.RESULT);
