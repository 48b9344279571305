import '../lib/measures/declare/agent.ts';
import '../lib/measures/declare/messages.ts';
import '../lib/measures/declare/platform.ts';
import { prepare } from '../lib/plan/prepare.ts';
import { playAgents } from '../lib/play/agent/play.ts';
import { setUp } from '../lib/play/setup.ts';
import { summarise } from '../lib/verdict/run/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { agentsOptions } from '../thresholds/agents.ts';

/** Agents only: they log in, handle what other machines' customers bring, and log out. */

const prepared = prepare('agents too');

export const options = __VU === 0 ? agentsOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const agent = () => playAgents(prepared);
export const handleSummary = (data: SummaryInput) => summarise('agents', prepared, data, __ENV.RESULT);
