import { measureNamed } from '../../lib/measures/table/rows.ts';
import { isObject, type JsonObject } from '../../report/read/json.ts';
import type { MetricTable, MetricValues } from '../../report/read/metric-table.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import { CloudError } from './cloud-api.ts';
import { type Key, keyIn, type MetricQuery, partName, queriesFor, queryPath } from './metric-queries.ts';

/** Reads a path of the API. */
export type Read = (path: string) => Promise<JsonObject>;

const AT_ONCE = 8;

/** k6's own count of virtual users, which is in no table. */
export const VUS = 'vus_max';

const kindOf = (metric: string) => (metric === VUS ? 'Gauge' : measureNamed(metric)?.kind);

/**
 * Reads the figures of `keys` of a run back from the cloud, as a summary of k6 would have them. A metric that the run did
 * not measure is not in the table; a part of one without a sample is all 0. Throws `CloudError`.
 */
export async function readTable(
  run: string,
  keys: readonly string[],
  seconds: number,
  read: Read,
): Promise<MetricTable> {
  const measured = metricsIn(await read(`/cloud/v5/test_runs/${run}/metrics`));
  const wanted = keys.filter((key) => measured.has(keyIn(key).metric));
  const figures = new Map<string, Record<string, number>>();
  await forEachConcurrent(queriesFor(wanted, kindOf), AT_ONCE, async (query) => {
    const body = await read(queryPath(run, query));
    for (const { part, value } of resultsIn(body, query)) {
      const name = partName(part);
      figures.set(name, { ...figures.get(name), [query.aggregate]: value });
    }
  });
  return Object.fromEntries(
    wanted.flatMap((key) => {
      const values = valuesOf(key, figures.get(partName(keyIn(key))), seconds);
      return values === undefined ? [] : [[key, values] as const];
    }),
  );
}

function metricsIn({ value }: JsonObject): ReadonlySet<string> {
  if (!Array.isArray(value)) throw new CloudError('the list of metrics is none; allowed: {"value": […]}');
  return new Set(value.flatMap((metric) => (isObject(metric) && typeof metric.name === 'string' ? [metric.name] : [])));
}

interface Figure {
  readonly part: Key;
  readonly value: number;
}

/** Each series of a query's answer: the values of the tags that it is split by, and its one figure. */
function resultsIn({ status, data }: JsonObject, { metric, by, method }: MetricQuery): Figure[] {
  const result = isObject(data) ? data.result : undefined;
  if (status !== 'success' || !Array.isArray(result))
    throw new CloudError(`${method} of ${metric}: no result; allowed: {"status": "success", "data": {"result": […]}}`);
  return result.flatMap((series): Figure[] => {
    const labels = isObject(series) && isObject(series.metric) ? series.metric : {};
    const value = isObject(series) ? figureIn(series) : undefined;
    const tags = by.flatMap((tag) => (typeof labels[tag] === 'string' ? [[tag, labels[tag]] as const] : []));
    // A series without one of the tags is what the split leaves over.
    if (value === undefined || tags.length < by.length) return [];
    return [{ part: { metric, tags: Object.fromEntries(tags) }, value }];
  });
}

/** The last pair of time and value; the value may be text, as Prometheus has it. */
function figureIn({ values, value }: JsonObject): number | undefined {
  const pairs = Array.isArray(values) ? values : [value];
  const last: unknown = pairs.at(-1);
  const figure = Number(Array.isArray(last) ? last[1] : undefined);
  return Number.isFinite(figure) ? figure : undefined;
}

/** What k6 hands to a summary of these figures, all 0 where there are none; undefined for a metric of unknown kind. */
export function valuesOf(
  key: string,
  found: Readonly<Record<string, number>> = {},
  seconds = 0,
): MetricValues | undefined {
  const kind = kindOf(keyIn(key).metric);
  const { count = 0, passes = 0, fails = 0 } = found;
  switch (kind) {
    case 'Counter':
      return { type: 'counter', contains: 'default', values: { count, rate: seconds > 0 ? count / seconds : 0 } };
    case 'Rate': {
      const rate = passes + fails === 0 ? 0 : passes / (passes + fails);
      return { type: 'rate', contains: 'default', values: { rate, passes, fails } };
    }
    case 'Gauge':
      return { type: 'gauge', contains: 'default', values: { value: 0, min: 0, max: 0, ...found } };
    case 'Trend': {
      const zeros = { min: 0, avg: 0, med: 0, 'p(95)': 0, 'p(99)': 0, max: 0 };
      return { type: 'trend', contains: 'time', values: { ...zeros, ...found, count } };
    }
    default:
      return undefined;
  }
}
