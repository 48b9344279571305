import type { CheckNode, GroupNode } from '../metrics/group-tree.ts';
import type { MetricSummary, RunSummary } from './summary-data.ts';

/**
 * The file of --summary-export, k6's old shape: values flattened into the metric, a rate's `rate` called `value`,
 * thresholds true where they FAILED, groups and checks as maps by name.
 */
export function summaryExport({ metrics, root_group }: RunSummary): string {
  const flat = Object.entries(metrics).map(([name, metric]) => [name, exportedMetric(metric)] as const);
  return JSON.stringify({ metrics: Object.fromEntries(flat), root_group: exportedGroup(root_group) }, undefined, 4);
}

function exportedMetric({ type, values, thresholds }: MetricSummary): object {
  const { rate, ...rest } = values;
  const flat = type === 'rate' ? { ...rest, value: rate } : values;
  if (!thresholds) return flat;
  const crossed = Object.entries(thresholds).map(([expression, { ok }]) => [expression, !ok] as const);
  return { ...flat, thresholds: Object.fromEntries(crossed) };
}

function exportedGroup({ name, path, id, groups, checks }: GroupNode): object {
  return {
    name,
    path,
    id,
    groups: byName(groups.map((one) => [one.name, exportedGroup(one)])),
    checks: byName(checks.map((one) => [one.name, one])),
  };
}

function byName(entries: readonly (readonly [string, object | CheckNode])[]): Readonly<Record<string, object>> {
  return Object.fromEntries(entries);
}
