import type { Metric, Tags } from '../contract/metrics.ts';
import { allChecks, GroupTree } from '../metrics/group-tree.ts';
import { Measurements, type SampleObserver } from '../metrics/measurements.ts';
import { metricValues } from './metric-values.ts';
import type { MetricSummary } from './summary-data.ts';
import type { SummaryPart } from './text-summary.ts';

/** The samples of one scenario or group, and of the groups in it, in the order of execution. */
class Share {
  readonly measurements = new Measurements();
  readonly tree = new GroupTree();
  readonly inner = new Map<string, Share>();

  within(name: string): Share {
    const known = this.inner.get(name);
    if (known) return known;
    const share = new Share();
    this.inner.set(name, share);
    return share;
  }
}

/**
 * Collects the samples of each scenario and group apart, for the summary mode full: groups within their scenario where the
 * options name scenarios, else groups alone (docs/facts/k6.md, section 7, K7.17 to K7.19).
 */
export class GroupBreakdown implements SampleObserver {
  readonly #byScenario: boolean;
  readonly #scenarios = new Share();
  readonly #groups = new Share();

  constructor(byScenario: boolean) {
    this.#byScenario = byScenario;
  }

  push(metric: Metric, value: number, tags: Tags, timeMs: number): void {
    const scenario = this.#byScenario && tags.scenario ? this.#scenarios.within(tags.scenario) : undefined;
    const path = tags.group ? tags.group.split('::').slice(1) : [];
    const group =
      path.length > 0 ? path.reduce((share, name) => share.within(name), scenario ?? this.#groups) : undefined;
    for (const share of [scenario, group]) {
      share?.measurements.push(metric, value, tags, timeMs);
      share?.tree.push(metric, value, tags);
    }
  }

  parts(durationMs: number, trendStats: readonly string[]): readonly SummaryPart[] {
    const part = (kind: SummaryPart['kind'], name: string, { measurements, tree, inner }: Share): SummaryPart => {
      const metrics = measurements.series().map((series): readonly [string, MetricSummary] => {
        const { type, contains } = series.metric;
        return [series.name, { type, contains, values: metricValues(series, durationMs, trendStats) }];
      });
      const groups = [...inner].map(([group, share]) => part('GROUP', group, share));
      return { kind, name, metrics: Object.fromEntries(metrics), checks: allChecks(tree.root), groups };
    };
    return [
      ...[...this.#groups.inner].map(([name, share]) => part('GROUP', name, share)),
      ...[...this.#scenarios.inner].map(([name, share]) => part('SCENARIO', name, share)),
    ];
  }
}
