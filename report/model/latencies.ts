import { DISTRIBUTIONS } from '../fold/drawn-metrics.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';
import { Histogram } from '../fold/histogram.ts';
import type { MetricTable, MetricValues } from '../read/metric-table.ts';
import { barsOf, type DistributionBars } from './distribution-bars.ts';

/** At most so many points of a percentile over time: few samples make no percentile. */
const MAX_POINTS = 120;

/** One latency over time and as a distribution. All values in ms. */
export interface Latency {
  readonly name: string;
  readonly title: string;
  /** Undefined where the input does not have it. */
  readonly count: number | undefined;
  /** Empty of a summary. */
  readonly seconds: readonly number[];
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  readonly bars: DistributionBars;
  readonly whole: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number | undefined;
    readonly max: number;
  };
  /** Whether the percentiles of the whole are k6's own, from all values. */
  readonly isExact: boolean;
}

/** @param metrics the table of the run: it may have percentiles that are exact */
export function latenciesOf(samples: FoldedSamples, metrics: MetricTable): Latency[] {
  return DISTRIBUTIONS.flatMap(([name, title]) => {
    const cells = samples.timeline.tracks.get(name)?.cells;
    return cells === undefined ? [] : [withWhole(latencyOf(samples, name, title, cells), metrics[name])];
  });
}

/** The latencies that summaries alone tell of: the whole run, without lines over time. */
export function summedLatencies(metrics: MetricTable): Latency[] {
  return DISTRIBUTIONS.flatMap(([name, title]) => {
    const { med, max, 'p(95)': p95, 'p(99)': p99, count } = metrics[name]?.values ?? {};
    if (med === undefined || max === undefined || p95 === undefined || max === 0) return [];
    return [
      {
        name,
        title,
        count,
        seconds: [],
        p50: [],
        p95: [],
        p99: [],
        bars: { width: 1, counts: [], above: 0 },
        whole: { p50: med, p95, p99, max },
        isExact: true,
      },
    ];
  });
}

/** The percentiles of the whole as the table of the run has them: k6's own where its summary is known. */
function withWhole(latency: Latency, metric: MetricValues | undefined): Latency {
  const { med, 'p(95)': p95, 'p(99)': p99 } = metric?.values ?? {};
  if (med === undefined || p95 === undefined) return latency;
  const { whole } = latency;
  return { ...latency, isExact: metric?.isExact === true, whole: { ...whole, p50: med, p95, p99: p99 ?? whole.p99 } };
}

function latencyOf(
  samples: FoldedSamples,
  name: string,
  title: string,
  cells: ReadonlyMap<number, number | Histogram>,
): Latency {
  const { range, widthMs } = samples.timeline;
  const step = Math.ceil((range.last - range.first + 1) / MAX_POINTS);
  const whole = new Histogram();
  const seconds: number[] = [];
  const points: (Histogram | undefined)[] = [];
  for (let from = range.first; from <= range.last; from += step) {
    const point = new Histogram();
    for (let bucket = from; bucket < from + step; bucket++) {
      const cell = cells.get(bucket);
      if (cell instanceof Histogram) point.merge(cell);
    }
    whole.merge(point);
    seconds.push(((from + step) * widthMs - samples.firstMs) / 1_000);
    points.push(point.count === 0 ? undefined : point);
  }
  const line = (percent: number) => points.map((point) => (point ? rounded(point.percentile(percent)) : null));
  return {
    name,
    title,
    count: whole.count,
    seconds,
    p50: line(50),
    p95: line(95),
    p99: line(99),
    bars: barsOf(whole),
    whole: {
      p50: rounded(whole.percentile(50)),
      p95: rounded(whole.percentile(95)),
      p99: rounded(whole.percentile(99)),
      max: rounded(whole.max),
    },
    isExact: false,
  };
}

/** Four digits are more than a percentile is worth. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
