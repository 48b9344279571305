import type { Need } from '../plan/needs.ts';
import { selector } from './keys.ts';
import type { Measure, Player, Split } from './table/measure.ts';
import { MEASURES } from './table/rows.ts';

/** What decides which splits are made. */
export interface SplitsOf {
  readonly sides: readonly Player[];
  /** The conditions that the plan meets. */
  readonly meets?: readonly Need[];
  /** Without those that the results of earlier versions lack. */
  readonly withoutLater?: boolean;
  /** The values of tags that depend on the run. Other tags take the values of the table. */
  readonly values?: Readonly<Partial<Record<string, readonly string[]>>>;
}

/** A threshold that always holds, for each kind of metric. */
const HOLDS = { Counter: 'count>=0', Gauge: 'value>=0', Rate: 'rate>=0', Trend: 'max>=0' } as const;

/**
 * Thresholds that always hold, by the key of each split. They are the only way to make k6 split a metric by a tag in
 * `handleSummary` (docs/facts/k6.md section 11, hazard 16). Summary and verdict read these keys.
 *
 * @example
 * splitsOf({ sides: ['probe'], values: { probe: ['0', '1'] } })['probe_refused_at{probe:1}']; // ['max>=0']
 */
export function splitsOf(wanted: SplitsOf): Record<string, string[]> {
  const entries = MEASURES.flatMap((measure) => keysOf(measure, wanted).map((key) => [key, [HOLDS[measure.kind]]]));
  return Object.fromEntries(entries);
}

function keysOf(
  { name, splits, needs: metricNeeds }: Measure,
  { sides, meets = [], withoutLater = false, values = {} }: SplitsOf,
): string[] {
  if (metricNeeds !== undefined && !meets.includes(metricNeeds)) return [];
  const isMade = ({ side, needs = [], isLater = false }: Split) =>
    sides.includes(side) && !(isLater && withoutLater) && needs.every((need: Need) => meets.includes(need));
  return splits
    .filter(isMade)
    .flatMap(({ by }) => combinations(Object.entries({ ...by, ...pick(values, by) })))
    .map((tags) => selector(name, tags));
}

/** The entries of `values` whose tags `by` has. */
function pick(values: NonNullable<SplitsOf['values']>, by: Split['by']): Record<string, readonly string[]> {
  return Object.fromEntries(Object.keys(by).flatMap((tag) => (values[tag] ? [[tag, values[tag]]] : [])));
}

/** All combinations of one value for each tag. */
function combinations(tags: readonly (readonly [string, readonly string[]])[]): Record<string, string>[] {
  return tags.reduce<Record<string, string>[]>(
    (chosen, [tag, values]) => chosen.flatMap((so) => values.map((value) => ({ ...so, [tag]: value }))),
    [{}],
  );
}
