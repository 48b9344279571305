import type { Plan } from '../../lib/plan/schema.ts';
import { line } from '../../lib/verdict/line.ts';
import { readStorms } from '../../lib/verdict/storm/reading.ts';
import { stormFigures } from '../../lib/verdict/storm/text.ts';
import type { MetricTable } from '../../report/read/metric-table.ts';

/** The figures of a merged run of storms, as the summary of one has them. */
export function mergedStormsText(metrics: MetricTable, plan: Plan): string {
  const read = readStorms(metrics, plan.storm.reconnect);
  if (read.known) return stormFigures(plan, read.value);
  return line('unknown', `${read.unknown.length} figures: the files of the shares do not have their metrics apart`);
}

/** What refusals of all storms say; empty where it is not known. */
export function refusalsOfStorms(metrics: MetricTable, { storm }: Plan) {
  const read = readStorms(metrics, storm.reconnect);
  return read.known ? read.value.says : {};
}
