import { RECONNECTS } from '../../lib/measures/table/tag-values.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { readStorms, type StormReading } from '../../lib/verdict/storm/reading.ts';
import type { MetricTable } from './table.ts';

/** Whether a run was a reconnect storm: by what only that script measures, or by the script's name. */
export function isStorm(metrics: readonly string[], script: string | undefined): boolean {
  return script === 'reconnect-storm' || metrics.some((name) => name.startsWith('storm_'));
}

/** The storms of a run in the plan's order; without a plan those that took place. */
export function stormsIn(table: MetricTable, plan: Plan | undefined): readonly StormReading[] {
  const read = readStorms(table, plan?.storm.reconnect ?? RECONNECTS);
  if (!read.known) return [];
  return plan ? read.value.storms : read.value.storms.filter(({ opened }) => opened > 0);
}
