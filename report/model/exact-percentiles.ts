import type { MetricTable, MetricValues } from '../read/metric-table.ts';

/**
 * The table of a run's samples, with the percentiles that its own summary has: k6 reckons them from all values, where
 * samples are sorted into bins. They are taken of a metric only where both saw the same values: least and greatest agree.
 *
 * @param own the tables of its summaries; percentiles of several pods cannot be put together
 */
export function withExactPercentiles(table: MetricTable, own: readonly MetricTable[]): MetricTable {
  const [summary, ...others] = own;
  if (summary === undefined || others.length > 0) return table;
  return Object.fromEntries(
    Object.entries(table).map(([name, metric]) => [name, exact(metric, summary[name]) ?? metric]),
  );
}

function exact(metric: MetricValues, told: MetricValues | undefined): MetricValues | undefined {
  if (metric.type !== 'trend' || told?.type !== 'trend' || !isSame(metric, told)) return undefined;
  const percentiles = Object.entries(told.values).filter(([key]) => key === 'med' || key.startsWith('p('));
  return { ...metric, isExact: true, values: { ...metric.values, ...Object.fromEntries(percentiles) } };
}

/** Samples are written with fewer digits than a summary has. */
const CLOSE = 1e-2;

function isSame({ values }: MetricValues, told: MetricValues): boolean {
  return (['min', 'max'] as const).every((key) => {
    const [ours, theirs] = [values[key], told.values[key]];
    return ours !== undefined && theirs !== undefined && Math.abs(ours - theirs) <= CLOSE;
  });
}
