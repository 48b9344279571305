import { formatPerSecond, formatRate, formatValue } from './format-values.ts';
import type { MetricSummary } from './summary-data.ts';

/** One metric as a row: its label and the cells after it. */
export interface MetricRow {
  readonly label: string;
  readonly cells: readonly string[];
}

/** The row of a metric. A trend has cells like `avg=1ms`, a counter its count and rate, and so on. */
export function rowOf(name: string, metric: MetricSummary, timeUnit: string): MetricRow {
  const brace = name.indexOf('{');
  const label = brace < 0 ? name : `  { ${name.slice(brace + 1, -1)} }`;
  return { label, cells: cellsOf(metric, timeUnit) };
}

function cellsOf(metric: MetricSummary, timeUnit: string): readonly string[] {
  const { type, contains, values } = metric;
  const shown = (value: number | undefined) => formatValue(value ?? 0, metric, timeUnit);
  switch (type) {
    case 'counter':
      return [shown(values.count), ...(values.rate === undefined ? [] : [formatPerSecond(values.rate, contains)])];
    case 'gauge':
      return [shown(values.value), `min=${shown(values.min)}`, `max=${shown(values.max)}`];
    case 'rate':
      return [formatRate(values.rate ?? 0), `${values.passes} out of ${(values.passes ?? 0) + (values.fails ?? 0)}`];
    default:
      return Object.entries(values).map(([stat, value]) => `${stat}=${stat === 'count' ? value : shown(value)}`);
  }
}

/** Aligns rows: dots after the labels, and columns of equal width. */
export function aligned(rows: readonly MetricRow[]): readonly string[] {
  const labelWidth = Math.max(0, ...rows.map(({ label }) => label.length)) + 3;
  const widths: number[] = [];
  for (const { cells } of rows) {
    for (const [at, cell] of cells.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows.map(({ label, cells }) => {
    const padded = cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' ');
    return `${label.padEnd(labelWidth, '.')}: ${padded}`.trimEnd();
  });
}
