import { parseSelector } from '@headroom/engine/submetrics';
import type { FoldedSamples } from '../fold/folded-samples.ts';
import type { SampleSeries } from '../fold/sample-series.ts';
import type { MetricTable, MetricValues } from '../read/metric-table.ts';
import type { MetricType, SampleTags } from '../read/sample-line.ts';

/**
 * The table of folded samples: each declared metric, its submetrics that the lines declare, and those of `more` whose metric
 * there is.
 */
export function tableOfSamples(samples: FoldedSamples, more: readonly string[]): MetricTable {
  const seconds = (samples.lastMs - samples.firstMs) / 1_000;
  const table: Record<string, MetricValues> = {};
  const declared = [...samples.metrics].flatMap(([name, { declaration }]) => [
    name,
    ...(declaration?.submetrics ?? []),
  ]);
  for (const name of [...new Set([...declared, ...more])].sort()) {
    const { base, tags } = selectorIn(name);
    const metric = samples.metrics.get(base);
    const declaration = metric?.declaration;
    if (!metric || !declaration) continue;
    const { type, contains } = declaration;
    table[name] = { type, contains, values: valuesOf(type, metric.select(tags), seconds) };
  }
  return table;
}

/** A name that is no selector is taken as a metric's. */
function selectorIn(name: string): { base: string; tags: SampleTags } {
  try {
    const { metric, tags = {} } = parseSelector(name);
    return { base: metric, tags };
  } catch {
    return { base: name, tags: {} };
  }
}

function valuesOf(type: MetricType, series: SampleSeries, seconds: number): Record<string, number> {
  const { count, sum, nonZero, latest, histogram } = series;
  if (type === 'rate') return { rate: count === 0 ? 0 : nonZero / count, passes: nonZero, fails: count - nonZero };
  if (type === 'counter') return { count: sum, rate: seconds > 0 ? sum / seconds : 0 };
  if (count === 0) return type === 'gauge' ? { value: 0, min: 0, max: 0 } : { count: 0 };
  const { min, max } = series;
  if (type === 'gauge') return { value: latest, min, max };
  const percentile = (percent: number) => histogram?.percentile(percent) ?? 0;
  return {
    count,
    min,
    avg: sum / count,
    med: percentile(50),
    'p(90)': percentile(90),
    'p(95)': percentile(95),
    'p(99)': percentile(99),
    max,
  };
}
