import { declareMeasures } from '../lib/measures/metric-objects.ts';
import { loadInputs } from '../lib/plan/load.ts';
import { sharedInputs } from '../lib/plan/shared-inputs.ts';
import { holdAgents } from '../lib/play/probe/agents.ts';
import { playProbes } from '../lib/play/probe/play.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { summariseProbes } from '../lib/verdict/probe/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { probeOptions } from '../thresholds/ceiling.ts';

/**
 * One phase of a ceiling search: sessions that say nothing are offered, held, and leave. `headroom ceiling` runs the
 * phases.
 */

const inputs = sharedInputs(() => loadInputs(__ENV, ['phase tokens']));
const metrics = declareMeasures('ceiling', inputs);

export const options = __VU === 0 ? probeOptions(inputs, __ENV) : undefined;
export const setup = () => setUp('ceiling', inputs, __ENV);
export const probe = (data: SetupData) => playProbes(inputs, metrics, data);
export const agent = () => holdAgents(inputs, metrics);
export const handleSummary = (data: SummaryInput) => summariseProbes(inputs, data, __ENV);
