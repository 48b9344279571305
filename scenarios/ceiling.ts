import '../lib/metrics/probe.ts';
import { type SetupData, setUp } from '../lib/plan/setup.ts';
import { holdAgents } from '../lib/probe/agents.ts';
import { probeOptions } from '../lib/probe/options.ts';
import { playProbes } from '../lib/probe/play.ts';
import { prepareProbes } from '../lib/probe/prepare.ts';
import { summariseProbes } from '../lib/probe/summarise.ts';
import type { SummaryInput } from '../lib/summary/input.ts';

/** One phase of a ceiling search: silent sessions that are offered, held and gone. `headroom ceiling` runs the phases. */

const prepared = prepareProbes();

export const options = __VU === 0 ? probeOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const probe = ({ runId }: SetupData) => playProbes(prepared, runId);
export const agent = () => holdAgents(prepared);
export const handleSummary = (data: SummaryInput) => summariseProbes(prepared, data, __ENV);
