import type { SummaryData } from '../contract/script.ts';
import type { GroupNode } from '../metrics/group-tree.ts';
import type { Measurements, MetricSeries } from '../metrics/measurements.ts';
import type { GatedSeries, RunThresholds } from '../thresholds/thresholds.ts';
import { metricValues, type SummaryValues } from './metric-values.ts';

/** One metric as handleSummary sees it. */
export interface MetricSummary {
  readonly type: string;
  readonly contains: string;
  readonly values: SummaryValues;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** The results of a run at its end. */
export interface RunResults {
  readonly measurements: Measurements;
  readonly thresholds: RunThresholds;
  readonly root: GroupNode;
  readonly durationMs: number;
  readonly trendStats: readonly string[];
  readonly timeUnit: string;
  readonly noColor: boolean;
  readonly isStdOutTTY: boolean;
  readonly isStdErrTTY: boolean;
  readonly setupData: unknown;
}

export interface RunSummary extends SummaryData {
  readonly root_group: GroupNode;
  readonly options: {
    readonly summaryTrendStats: readonly string[];
    readonly summaryTimeUnit: string;
    readonly noColor: boolean;
  };
  readonly state: { readonly isStdOutTTY: boolean; readonly isStdErrTTY: boolean; readonly testRunDurationMs: number };
  readonly metrics: Readonly<Record<string, MetricSummary>>;
}

/**
 * The argument of handleSummary, in k6's shape (docs/facts/k6.md, section 7): metrics with samples, and those with a
 * threshold.
 */
export function summaryData(results: RunResults): RunSummary {
  const gates = new Map(results.thresholds.gated.map((gated) => [gated.series, gated]));
  const shown = results.measurements.series().filter((series) => !series.sink.isEmpty || gates.has(series));
  const metrics = shown.map((series) => [series.name, metricSummary(series, gates.get(series), results)] as const);
  return {
    root_group: results.root,
    options: { summaryTrendStats: results.trendStats, summaryTimeUnit: results.timeUnit, noColor: results.noColor },
    state: {
      isStdOutTTY: results.isStdOutTTY,
      isStdErrTTY: results.isStdErrTTY,
      testRunDurationMs: results.durationMs,
    },
    metrics: Object.fromEntries(metrics),
    ...(results.setupData === undefined ? {} : { setup_data: results.setupData }),
  };
}

function metricSummary(series: MetricSeries, gated: GatedSeries | undefined, results: RunResults): MetricSummary {
  const { type, contains } = series.metric;
  const values = metricValues(series, results.durationMs, results.trendStats);
  if (!gated) return { type, contains, values };
  const verdicts = gated.thresholds.map(({ expression, ok }) => [expression.source, { ok }] as const);
  return { type, contains, values, thresholds: Object.fromEntries(verdicts) };
}
