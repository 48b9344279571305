import type { MetricName } from '../../../lib/measures/declare/names.ts';
import type { Plan, Reconnect } from '../../../lib/plan/schema.ts';
import { readStorm, type StormReading } from '../../../lib/verdict/storm/reading.ts';
import type { FoldedSamples } from '../../fold/folded-samples.ts';
import type { MetricTable } from '../../read/metric-table.ts';

const WAYS: readonly Reconnect[] = ['sdk', 'backoff'];

/** The storms of a run in the plan's order; without a plan those that took place. */
export function stormsIn(table: MetricTable, plan: Plan | undefined): StormReading[] {
  const read = (reconnect: Reconnect) => readStorm(table, reconnect);
  return plan ? plan.storm.reconnect.map(read) : WAYS.map(read).filter(({ opened }) => opened > 0);
}

/** The submetrics that the reading of a storm needs, by the tags that its samples carry. */
export function stormSubmetrics({ metrics }: FoldedSamples): string[] {
  const parts = (name: MetricName, tag: string) =>
    (metrics.get(name)?.valuesOf(tag) ?? []).flatMap((value) =>
      WAYS.map((way) => `${name}{reconnect:${way},${tag}:${value}}`),
    );
  return [
    ...WAYS.map((way) => `storm_recovery{reconnect:${way}}`),
    ...parts('storm_sessions', 'state'),
    ...parts('storm_attempts', 'cause'),
    ...parts('storm_attempts', 'second'),
  ];
}
