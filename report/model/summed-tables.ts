import type { MetricTable, MetricValues } from '../read/metric-table.ts';

/**
 * The table of several summaries together, as of pods of one run: counts add up. Percentiles of parts cannot be put
 * together, so the greatest stands for all; an average, which the counts would be needed for, is left out.
 */
export function summedTables(tables: readonly MetricTable[]): MetricTable {
  const [first, ...rest] = tables;
  if (first === undefined || rest.length === 0) return first ?? {};
  const sum: Record<string, MetricValues> = { ...first };
  for (const table of rest) {
    for (const [name, metric] of Object.entries(table)) {
      const own = sum[name];
      sum[name] = own === undefined ? metric : together(own, metric);
    }
  }
  return sum;
}

function together(one: MetricValues, other: MetricValues): MetricValues {
  const { type, contains } = one;
  const values: Record<string, number> = {};
  for (const key of new Set([...Object.keys(one.values), ...Object.keys(other.values)])) {
    const [a, b] = [one.values[key] ?? other.values[key] ?? 0, other.values[key] ?? one.values[key] ?? 0];
    if (key === 'min') values.min = Math.min(a, b);
    else if (type === 'trend' && key !== 'count') {
      if (key !== 'avg') values[key] = Math.max(a, b);
    } else values[key] = type === 'gauge' ? Math.max(a, b) : (one.values[key] ?? 0) + (other.values[key] ?? 0);
  }
  if (type === 'rate') values.rate = share(values.passes ?? 0, values.fails ?? 0);
  // Whether the whole holds a threshold does not follow from its parts: it is judged anew.
  const rules = Object.keys({ ...one.thresholds, ...other.thresholds });
  return { type, contains, values, ...(rules.length > 0 ? { rules } : {}) };
}

function share(passes: number, fails: number): number {
  return passes + fails === 0 ? 0 : passes / (passes + fails);
}
