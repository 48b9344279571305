import { isObject, type JsonObject } from './json.ts';
import type { MetricTable, MetricValues } from './metric-table.ts';
import { ResultError } from './result.ts';
import type { MetricType } from './sample-line.ts';

/** The end of a run, as k6 sums it up. */
export interface K6Summary {
  readonly metrics: MetricTable;
  readonly durationMs: number | undefined;
}

/**
 * Reads handleSummary's data, also within what headroom's `-e RESULT` writes, `--summary-export`, or k6's new
 * machine-readable summary (docs/facts/k6.md section 7). Undefined for any other document. Throws `ResultError` where a
 * value of a metric is of a wrong type.
 */
export function readK6Summary(document: JsonObject): K6Summary | undefined {
  const { metrics, results, reading, state } = document;
  if (isObject(metrics)) {
    return {
      metrics: readTable(Object.entries(metrics)),
      durationMs: numberIn(state, 'testRunDurationMs') ?? numberIn(reading, 'durationMs'),
    };
  }
  if (!isObject(results) || !Array.isArray(results.metrics)) return undefined;
  const entries = results.metrics.filter(isObject).map((metric) => [String(metric.name), metric] as const);
  const seconds = numberIn(document.config, 'duration');
  return { metrics: readTable(entries), durationMs: seconds === undefined ? undefined : seconds * 1_000 };
}

function readTable(entries: readonly (readonly [string, unknown])[]): MetricTable {
  return Object.fromEntries(
    entries.flatMap(([name, metric]) => {
      const values = isObject(metric) ? readMetric(name, metric) : undefined;
      return values === undefined ? [] : [[name, values]];
    }),
  );
}

function readMetric(name: string, metric: JsonObject): MetricValues | undefined {
  const isExport = !isObject(metric.values);
  const raw = isObject(metric.values) ? checked(name, metric.values) : checked(name, aggregatesIn(metric));
  const type = isType(metric.type) ? metric.type : typeBy(raw);
  if (type === undefined) return undefined;
  const contains = typeof metric.contains === 'string' ? metric.contains : type === 'trend' ? 'time' : 'default';
  const values = type === 'rate' ? readRate(raw) : raw;
  if (!isObject(metric.thresholds)) return { type, contains, values };
  const thresholds = Object.entries(metric.thresholds).map(([rule, how]) => {
    // The old export says true where a threshold FAILED.
    const ok = isExport ? how !== true : isObject(how) && how.ok === true;
    return [rule, { ok }] as const;
  });
  return { type, contains, values, thresholds: Object.fromEntries(thresholds) };
}

/** `value` is the export's word for the rate; `matches` and `total` are the new summary's for what passed and all. */
function readRate(raw: Readonly<Record<string, number>>): Record<string, number> {
  const passes = raw.passes ?? raw.matches ?? 0;
  const fails = raw.fails ?? (raw.total ?? passes) - passes;
  return { rate: raw.rate ?? raw.value ?? 0, passes, fails };
}

/** The export leaves the type out; the aggregates tell. */
function typeBy(values: Readonly<Record<string, number>>): MetricType | undefined {
  if ('passes' in values) return 'rate';
  if ('count' in values && 'rate' in values) return 'counter';
  if ('value' in values) return 'gauge';
  if ('avg' in values || 'med' in values || 'min' in values) return 'trend';
  return 'count' in values ? 'counter' : undefined;
}

/** The export has them beside words of its own. */
function aggregatesIn(metric: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(metric).filter(([key]) => /^(avg|min|med|max|count|rate|passes|fails|value|p\(.*\))$/.test(key)),
  );
}

/** The values, each of which is a number, or null where there was none. */
function checked(name: string, values: JsonObject): Record<string, number> {
  for (const [key, value] of Object.entries(values)) {
    if (typeof value !== 'number' && value !== null) {
      throw new ResultError(`metrics.${name}.${key}: ${JSON.stringify(value).slice(0, 60)}; allowed: number`);
    }
  }
  return numbersOf(values);
}

function numbersOf(values: JsonObject): Record<string, number> {
  const numbers = Object.entries(values).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(numbers) as Record<string, number>;
}

function numberIn(holder: unknown, key: string): number | undefined {
  const value = isObject(holder) ? holder[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}

function isType(type: unknown): type is MetricType {
  return type === 'counter' || type === 'gauge' || type === 'rate' || type === 'trend';
}
