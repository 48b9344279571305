import '../lib/measures/declare/messages.ts';
import '../lib/measures/declare/platform.ts';
import '../lib/measures/declare/storm.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { playStorms } from '../lib/play/storm/play.ts';
import { prepareStorms } from '../lib/play/storm/prepare.ts';
import { summariseStorms } from '../lib/verdict/storm/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { stormOptions } from '../thresholds/reconnect-storm.ts';

/** All customers are dropped at once and come back: once as the official SDKs do, once with our backoff. */

const prepared = prepareStorms();

export const options = __VU === 0 ? stormOptions(prepared, __ENV) : undefined;
export const setup = () => setUp(prepared);
export const customer = ({ runId }: SetupData) => playStorms(prepared, runId);
export const handleSummary = (data: SummaryInput) => summariseStorms(prepared, data, __ENV.RESULT);
