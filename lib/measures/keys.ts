import type { TagValues } from './table/measure.ts';
import type { MeasureNamed, MetricName } from './table/table.ts';

/** A tag with one of its values; of a tag whose values are numbers, any number. */
type Chosen<By extends TagValues> = { readonly [Tag in keyof By]: By[Tag][number] };
type SplitTags<Row> = Row extends { readonly splits: readonly (infer S)[] }
  ? S extends { readonly by: infer By extends TagValues }
    ? Chosen<By>
    : never
  : never;
type GatedTags<Row> = Row extends { readonly gated: infer By extends TagValues } ? Chosen<By> : never;

/** The tags by which summaries have a metric split: no others can be read. */
export type SplitOf<N extends MetricName> = SplitTags<MeasureNamed<N>>;

/**
 * The key of a metric, or of a submetric that a split makes, as `handleSummary` has it and as a threshold names it.
 *
 * @example
 * keyOf('messages', { side: 'agent', state: 'sent' }) // 'messages{side:agent,state:sent}'
 */
export function keyOf<N extends MetricName>(name: N, tags?: SplitOf<N>): string {
  return selector(name, tags ?? {});
}

/** The key of a submetric that only a gate asks for. */
export function gateKeyOf<N extends MetricName>(name: N, tags: GatedTags<MeasureNamed<N>>): string {
  return selector(name, tags);
}

/** k6's way to write a metric with tags (docs/facts/k6.md section 5). */
export function selector(name: string, tags: Readonly<Record<string, string>>): string {
  const chosen = Object.entries(tags).map(([tag, value]) => `${tag}:${value}`);
  return chosen.length === 0 ? name : `${name}{${chosen.join(',')}}`;
}
