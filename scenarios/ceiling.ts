import '../lib/measures/declare/probe.ts';
import { holdAgents } from '../lib/play/probe/agents.ts';
import { playProbes } from '../lib/play/probe/play.ts';
import { prepareProbes } from '../lib/play/probe/prepare.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { summariseProbes } from '../lib/verdict/probe/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { probeOptions } from '../thresholds/ceiling.ts';

/** One phase of a ceiling search: silent sessions that are offered, held and gone. `headroom ceiling` runs the phases. */

const prepared = prepareProbes();

export const options = __VU === 0 ? probeOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const probe = ({ runId }: SetupData) => playProbes(prepared, runId);
export const agent = () => holdAgents(prepared);
export const handleSummary = (data: SummaryInput) => summariseProbes(prepared, data, __ENV);
