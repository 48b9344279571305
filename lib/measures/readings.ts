import { keyOf, type SplitOf } from './keys.ts';
import { type SplitsOf, splitsOf } from './splits.ts';
import { measureNamed } from './table/rows.ts';
import type { MetricName } from './table/table.ts';

/** k6's `data.metrics` in handleSummary (docs/facts/k6.md section 7): metrics with samples, and those with a threshold. */
export type SummaryMetrics = Readonly<
  Record<
    string,
    {
      readonly values: Readonly<Record<string, number>>;
      readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
    }
  >
>;

/** What was read, or the keys that would have been needed and are not there: then nothing is concluded. */
export type Read<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly unknown: readonly string[] };

/** Reads figures by typed keys: a key that no split makes does not compile. */
export interface Reader {
  /** A Counter's sum. */
  count<N extends MetricName>(name: N, tags?: SplitOf<N>): number;
  /** Of a Rate: how many samples were true. */
  hits<N extends MetricName>(name: N, tags?: SplitOf<N>): number;
  /** Of a Rate: how many samples there are. */
  total<N extends MetricName>(name: N, tags?: SplitOf<N>): number;
  /** Any aggregate by k6's name, such as `p(95)`; 0 without a sample. */
  value<N extends MetricName>(name: N, aggregate: string, tags?: SplitOf<N>): number;
}

/**
 * Reads a summary of a script that has the splits `made`. A metric that is not there had no sample, and of a side that
 * the script does not play nothing was measured: both are 0. A submetric that is not there though its metric has samples
 * is unknown: nobody split it, as with `--no-thresholds`.
 */
export function readMetrics<T>(metrics: SummaryMetrics, made: SplitsOf, read: (reader: Reader) => T): Read<T> {
  const splits = new Set(Object.keys(splitsOf(made)));
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

/** Whether a metric has a sample: one without is there where a threshold asks for it, and then all its figures are 0. */
function hasSamples(metrics: SummaryMetrics, name: MetricName): boolean {
  const values = metrics[name]?.values;
  if (values === undefined) return false;
  const kind = measureNamed(name)?.kind;
  if (kind === 'Rate') return (values.passes ?? 0) + (values.fails ?? 0) > 0;
  return kind === 'Counter' ? (values.count ?? 0) > 0 : true;
}

/** Whether the run was judged by thresholds at all, and which of them were crossed, as `metric: rule`. */
export interface GateOutcome {
  readonly evaluated: boolean;
  readonly crossed: readonly string[];
}

/** What k6 says of the thresholds: none is there after `--no-thresholds`, and then no gate was evaluated. */
export function gateOutcome(metrics: SummaryMetrics): GateOutcome {
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
