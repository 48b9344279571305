import { declareMeasures } from '../lib/measures/metric-objects.ts';
import { loadInputs } from '../lib/plan/load.ts';
import { sharedInputs } from '../lib/plan/shared-inputs.ts';
import { playAgents } from '../lib/play/agent/play.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { summarise } from '../lib/verdict/run/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { agentsOptions } from '../thresholds/agents.ts';

/** Agents only. They log in, handle the conversations that customers on other machines begin, and log out. */

const inputs = sharedInputs(() => loadInputs(__ENV, ['dialogues', 'visits', 'openings', 'tokens']));
const metrics = declareMeasures('agents', inputs);

export const options = __VU === 0 ? agentsOptions(inputs, __ENV) : undefined;
export const setup = () => setUp('agents', inputs, __ENV);
export const agent = (data: SetupData) => playAgents(inputs, metrics, data);
export const handleSummary = (data: SummaryInput) => summarise('agents', inputs, data, __ENV);
