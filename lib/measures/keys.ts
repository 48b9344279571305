import type { TagValues } from './table/measure.ts';
import type { MeasureNamed, MetricName } from './table/table.ts';

/** One value for each tag. A tag with numbers as values takes any number. */
type Chosen<By extends TagValues> = { readonly [Tag in keyof By]: By[Tag][number] };
type SplitTags<Row> = Row extends { readonly splits: readonly (infer S)[] }
  ? S extends { readonly by: infer By extends TagValues }
    ? Chosen<By>
    : never
  : never;
type GatedTags<Row> = Row extends { readonly gated: infer By extends TagValues } ? Chosen<By> : never;

/** The tags by which the table splits a metric for summaries. No other combination compiles. */
export type SplitOf<N extends MetricName> = SplitTags<MeasureNamed<N>>;

/**
 * The key of a metric or of one of its splits, as `handleSummary` and thresholds name it.
 *
 * @example
 * keyOf('messages', { side: 'agent', state: 'sent' }) // 'messages{side:agent,state:sent}'
 */
export function keyOf<N extends MetricName>(name: N, tags?: SplitOf<N>): string {
  return selector(name, tags ?? {});
}

/** The key of a submetric on which only a gate's rule rests. */
export function gateKeyOf<N extends MetricName>(name: N, tags: GatedTags<MeasureNamed<N>>): string {
  return selector(name, tags);
}

/** A metric with tags in k6's notation (docs/facts/k6.md section 5). */
export function selector(name: string, tags: Readonly<Record<string, string>>): string {
  const chosen = Object.entries(tags).map(([tag, value]) => `${tag}:${value}`);
  return chosen.length === 0 ? name : `${name}{${chosen.join(',')}}`;
}
