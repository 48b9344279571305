import { keyOf, type SplitOf } from './keys.ts';
import { type SplitsOf, splitsOf } from './splits.ts';
import { measureNamed } from './table/rows.ts';
import type { MetricName } from './table/table.ts';

/**
 * k6's `data.metrics` in handleSummary (docs/facts/k6.md section 7). It holds the metrics that have samples, and
 * those that have a threshold.
 */
export type SummaryMetrics = Readonly<
  Record<
    string,
    {
      readonly values: Readonly<Record<string, number>>;
      readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
    }
  >
>;

/**
 * The figures, or the keys that are missing for them. With a key missing there are no figures, so that nothing is
 * concluded.
 */
export type Read<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly unknown: readonly string[] };

/** Reads figures by typed keys. A key that no split makes does not compile. */
export interface Reader {
  /** The sum of a Counter. */
  count<N extends MetricName>(name: N, tags?: SplitOf<N>): number;
  /** The number of samples of a Rate that were true. */
  hits<N extends MetricName>(name: N, tags?: SplitOf<N>): number;
  /** The number of samples of a Rate. */
  total<N extends MetricName>(name: N, tags?: SplitOf<N>): number;
  /** An aggregate by the name that k6 gives it, such as `p(95)`; 0 without a sample. */
  value<N extends MetricName>(name: N, aggregate: string, tags?: SplitOf<N>): number;
}

/**
 * Reads the summary of a script that has the splits `made`.
 * - A metric that is absent had no sample. A split of a side that the script does not play was not measured. Both
 * read as 0.
 * - A split that is absent although its metric has samples is unknown: no threshold asked k6 for it, as with `--no-
 * thresholds`. Splits that earlier versions did not make read as 0 all the same.
 *
 * @example
 * const read = readMetrics(data.metrics, { sides: ['customer'] }, ({ count }) => count('upgrades_admitted', { phase: 'hold' }));
 * if (read.known) console.info(read.value);
 * else console.warn(`missing: ${read.unknown.join(', ')}`);
 */
export function readMetrics<T>(metrics: SummaryMetrics, made: SplitsOf, read: (reader: Reader) => T): Read<T> {
  const splits = new Set(Object.keys(splitsOf({ ...made, withoutLater: true })));
  const unknown = new Set<string>();
  const value = <N extends MetricName>(name: N, aggregate: string, tags?: SplitOf<N>): number => {
    const key = keyOf(name, tags);
    const found = metrics[key];
    if (found === undefined && splits.has(key) && hasSamples(metrics, name)) unknown.add(key);
    return found?.values[aggregate] ?? 0;
  };
  const reader: Reader = {
    value,
    count: (name, tags) => value(name, 'count', tags),
    hits: (name, tags) => value(name, 'passes', tags),
    total: (name, tags) => value(name, 'passes', tags) + value(name, 'fails', tags),
  };
  const figures = read(reader);
  return unknown.size === 0 ? { known: true, value: figures } : { known: false, unknown: [...unknown] };
}

/** Reads whole metrics only: their figures are known whatever was split. */
export function readWholeMetrics<T>(metrics: SummaryMetrics, read: (reader: Reader) => T): T {
  const whole = readMetrics(metrics, { sides: [] }, read);
  if (!whole.known) throw new Error('a whole metric is never unknown');
  return whole.value;
}

/**
 * Whether a metric has a sample. One without samples is there all the same where a threshold asks for it: its figures
 * are all 0.
 */
function hasSamples(metrics: SummaryMetrics, name: MetricName): boolean {
  const values = metrics[name]?.values;
  if (values === undefined) return false;
  const kind = measureNamed(name)?.kind;
  if (kind === 'Rate') return (values.passes ?? 0) + (values.fails ?? 0) > 0;
  return kind === 'Counter' ? (values.count ?? 0) > 0 : true;
}

/** Whether the run had thresholds, and which of them were crossed, as `metric: rule`. */
export interface ThresholdOutcome {
  readonly evaluated: boolean;
  readonly crossed: readonly string[];
}

/** Reads the outcome of the thresholds. After `--no-thresholds` there is none, so the gate was not evaluated. */
export function thresholdOutcome(metrics: SummaryMetrics): ThresholdOutcome {
  const crossed: string[] = [];
  let evaluated = false;
  for (const [name, { thresholds }] of Object.entries(metrics)) {
    for (const [rule, { ok }] of Object.entries(thresholds ?? {})) {
      evaluated = true;
      if (!ok) crossed.push(`${name}: ${rule}`);
    }
  }
  return { evaluated, crossed };
}
