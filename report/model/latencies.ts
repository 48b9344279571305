import { DISTRIBUTIONS } from '../fold/drawn-metrics.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';
import { Histogram } from '../fold/histogram.ts';
import { barsOf, type DistributionBars } from './distribution-bars.ts';

/** At most so many points of a percentile over time: few samples make no percentile. */
const MAX_POINTS = 120;

/** One latency over time and as a distribution. All values in ms. */
export interface Latency {
  readonly name: string;
  readonly title: string;
  readonly count: number;
  readonly seconds: readonly number[];
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  readonly bars: DistributionBars;
  readonly whole: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number };
}

export function latenciesOf(samples: FoldedSamples): Latency[] {
  return DISTRIBUTIONS.flatMap(([name, title]) => {
    const cells = samples.timeline.tracks.get(name)?.cells;
    return cells === undefined ? [] : [latencyOf(samples, name, title, cells)];
  });
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
  };
}

/** Four digits are more than a percentile is worth. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
