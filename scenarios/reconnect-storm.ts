import { declareMeasures } from '../lib/measures/metric-objects.ts';
import { loadInputs } from '../lib/plan/load.ts';
import { sharedInputs } from '../lib/plan/shared-inputs.ts';
import { type SetupData, setUp } from '../lib/play/setup.ts';
import { playStorms } from '../lib/play/storm/play.ts';
import { summariseStorms } from '../lib/verdict/storm/summarise.ts';
import type { SummaryInput } from '../lib/verdict/summary-input.ts';
import { stormOptions } from '../thresholds/reconnect-storm.ts';

/** All customers are dropped at once and come back: in one storm as the official SDKs do, in one with our backoff. */

const inputs = sharedInputs(() => loadInputs(__ENV, ['dialogues']));
const metrics = declareMeasures('reconnect-storm', inputs);

export const options = __VU === 0 ? stormOptions(inputs, __ENV) : undefined;
export const setup = () => setUp('reconnect-storm', inputs, __ENV);
export const customer = (data: SetupData) => playStorms(inputs, metrics, data);
export const handleSummary = (data: SummaryInput) => summariseStorms(inputs, data, __ENV);
