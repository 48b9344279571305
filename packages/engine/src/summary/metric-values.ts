import type { MetricSeries } from '../metrics/measurements.ts';
import type { TrendSink } from '../metrics/sinks.ts';
import { perSecond } from '../thresholds/expression.ts';

/** The aggregates of a metric, under k6's names. */
export type SummaryValues = Readonly<Record<string, number>>;

/**
 * The `values` of one metric in handleSummary's data: counter {count, rate}, gauge {value, min, max}, rate {rate,
 * passes, fails}, trend one for each of `trendStats`. `durationMs` is the whole test; a counter over no time has no
 * rate.
 */
export function metricValues({ sink }: MetricSeries, durationMs: number, trendStats: readonly string[]): SummaryValues {
  switch (sink.type) {
    case 'counter':
      return { count: sink.count, ...(durationMs > 0 ? { rate: perSecond(sink.count, durationMs) } : {}) };
    case 'gauge':
      return { value: sink.value, min: sink.min, max: sink.max };
    case 'rate':
      return { rate: sink.rate, passes: sink.passes, fails: sink.total - sink.passes };
    case 'trend':
      return Object.fromEntries(trendStats.map((stat) => [stat, trendStat(sink, stat)]));
  }
}

function trendStat(sink: TrendSink, stat: string): number {
  if (stat === 'avg' || stat === 'min' || stat === 'max' || stat === 'count') return sink[stat];
  return sink.percentile(stat === 'med' ? 50 : Number(/^p\((.+)\)$/.exec(stat)?.[1]));
}
