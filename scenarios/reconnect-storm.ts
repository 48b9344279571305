import '../lib/metrics/messages.ts';
import '../lib/metrics/platform.ts';
import '../lib/metrics/storm.ts';
import { type SetupData, setUp } from '../lib/plan/setup.ts';
import { playStorms } from '../lib/storm/play.ts';
import { prepareStorms } from '../lib/storm/prepare.ts';
import { summariseStorms } from '../lib/storm/summarise.ts';
import type { SummaryInput } from '../lib/summary/input.ts';
import { stormOptions } from '../thresholds/reconnect-storm.ts';

/** All customers are dropped at once and come back: once as the official SDKs do, once with our backoff. */

const prepared = prepareStorms();

export const options = __VU === 0 ? stormOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const customer = ({ runId }: SetupData) => playStorms(prepared, runId);
export const handleSummary = (data: SummaryInput) => summariseStorms(prepared, data, __ENV.RESULT);
