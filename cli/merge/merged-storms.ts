import type { Plan } from '../../lib/plan/schema.ts';
import { line } from '../../lib/verdict/line.ts';
import { messagesText } from '../../lib/verdict/reading/messages.ts';
import { countedPhrases } from '../../lib/verdict/reading/refusals.ts';
import { readStorms } from '../../lib/verdict/storm/reading.ts';
import { stormText } from '../../lib/verdict/storm/text.ts';
import type { MetricTable } from '../../report/read/metric-table.ts';

/** The storms of a merged run beside one another, and what customers said and refusals say, as the run's summary has it. */
export function mergedStormsText(metrics: MetricTable, { retry, storm }: Plan): string {
  const read = readStorms(metrics, storm.reconnect);
  if (!read.known)
    return line('unknown', `${read.unknown.length} figures: the files of the shares do not have their metrics apart`);
  const { storms, messages, late } = read.value;
  const says = countedPhrases(read.value.says);
  return [
    `${stormText(storms, retry, storm.watchMs)}\n`,
    says === '' ? '' : line('refusals say', says),
    line('customers said', messagesText(messages)),
    late > 0 ? line('generator', `timers were late in ${late} sessions: a machine was busy`) : '',
  ].join('');
}

/** What refusals of all storms say; empty where it is not known. */
export function refusalsOfStorms(metrics: MetricTable, { storm }: Plan) {
  const read = readStorms(metrics, storm.reconnect);
  return read.known ? read.value.says : {};
}
