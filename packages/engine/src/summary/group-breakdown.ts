import type { Metric, Tags } from '../contract/metrics.ts';
import { allChecks, GroupTree } from '../metrics/group-tree.ts';
import { Measurements, type SampleObserver } from '../metrics/measurements.ts';
import { metricValues } from './metric-values.ts';
import type { MetricSummary } from './summary-data.ts';
import type { SummaryPart } from './text-summary.ts';

interface Share {
  readonly measurements: Measurements;
  readonly tree: GroupTree;
}

/** Collects the samples of each group and each scenario apart, for the summary mode full. */
export class GroupBreakdown implements SampleObserver {
  readonly #groups = new Map<string, Share>();
  readonly #scenarios = new Map<string, Share>();

  push(metric: Metric, value: number, tags: Tags, timeMs: number): void {
    for (const share of [shareOf(this.#groups, tags.group), shareOf(this.#scenarios, tags.scenario)]) {
      share?.measurements.push(metric, value, tags, timeMs);
      share?.tree.push(metric, value, tags);
    }
  }

  parts(durationMs: number, trendStats: readonly string[]): readonly SummaryPart[] {
    const part = (title: string, { measurements, tree }: Share): SummaryPart => {
      const metrics = measurements.series().map((series): readonly [string, MetricSummary] => {
        const { type, contains } = series.metric;
        return [series.name, { type, contains, values: metricValues(series, durationMs, trendStats) }];
      });
      return { title, metrics: Object.fromEntries(metrics), checks: allChecks(tree.root) };
    };
    return [
      ...[...this.#groups].map(([path, share]) => part(`GROUP: ${path.slice(2).replaceAll('::', ' / ')}`, share)),
      ...[...this.#scenarios].map(([name, share]) => part(`SCENARIO: ${name}`, share)),
    ];
  }
}

function shareOf(shares: Map<string, Share>, key: string | undefined): Share | undefined {
  if (!key) return undefined;
  const known = shares.get(key);
  if (known) return known;
  const share = { measurements: new Measurements(), tree: new GroupTree() };
  shares.set(key, share);
  return share;
}
