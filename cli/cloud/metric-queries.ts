import { parseSelector } from '@headroom/engine/submetrics';
import type { Measure } from '../../lib/measures/table/measure.ts';

type Kind = Measure['kind'];

/** One aggregate of a metric, for all values of some tags at once. */
export interface MetricQuery {
  readonly metric: string;
  /** The names of the tags, ascending; empty for the metric as a whole. */
  readonly by: readonly string[];
  /** The cloud's name of the aggregate. */
  readonly method: string;
  /** k6's name of it in a summary. */
  readonly aggregate: string;
}

/** The cloud's methods (docs/facts/k6.md section 9, K9.32) by the names that k6's summary has for what they give. */
const METHODS: Readonly<Record<Kind, readonly (readonly [aggregate: string, method: string])[]>> = {
  Counter: [['count', 'increase']],
  Rate: [
    ['passes', 'increase_nz'],
    ['fails', 'increase_z'],
  ],
  Gauge: [
    ['value', 'last'],
    ['min', 'min'],
    ['max', 'max'],
  ],
  Trend: [
    ['count', 'histogram_count_increase'],
    ['min', 'histogram_min'],
    ['avg', 'histogram_avg'],
    ['med', 'histogram_quantile(0.5)'],
    ['p(95)', 'histogram_quantile(0.95)'],
    ['p(99)', 'histogram_quantile(0.99)'],
    ['max', 'histogram_max'],
  ],
};

/** A key of a summary, taken apart. */
export interface Key {
  readonly metric: string;
  readonly tags: Readonly<Record<string, string>>;
}

export function keyIn(key: string): Key {
  const { metric, tags = {} } = parseSelector(key);
  return { metric, tags };
}

/** The name of a part of a metric that does not depend on the order of its tags. */
export function partName({ metric, tags }: Key): string {
  const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metric, sorted]);
}

/**
 * The queries that give the figures of these keys: one for each aggregate of a metric and each set of tags that it is
 * split by. Keys of a metric that `kindOf` does not know are left out.
 */
export function queriesFor(keys: readonly string[], kindOf: (metric: string) => Kind | undefined): MetricQuery[] {
  const queries = new Map<string, MetricQuery>();
  for (const { metric, tags } of keys.map(keyIn)) {
    const by = Object.keys(tags).sort();
    const kind = kindOf(metric);
    for (const [aggregate, method] of kind === undefined ? [] : METHODS[kind])
      queries.set(JSON.stringify([metric, by, method]), { metric, by, method, aggregate });
  }
  return [...queries.values()];
}

/**
 * The path of a query over a whole run: its arguments stand in parentheses, text in single quotes (docs/facts/k6.md
 * section 9, K9.30).
 */
export function queryPath(run: string, { metric, by, method }: MetricQuery): string {
  const query = by.length === 0 ? method : `${method} by (${by.join(',')})`;
  return `/cloud/v5/test_runs/${run}/query_aggregate_k6(query=${quoted(query)},metric=${quoted(metric)})`;
}

const quoted = (text: string): string => `'${encodeURIComponent(text)}'`;
