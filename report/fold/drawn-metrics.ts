import type { Drawn } from '../../lib/measures/table/measure.ts';
import { MEASURES } from '../../lib/measures/table/rows.ts';
import type { SampleTags } from '../read/sample-line.ts';
import type { TrackKind } from './timeline.ts';

/** Sessions that close are told apart by their reason: those that something cut have a line of their own. */
const CLOSED = 'guest_sessions_closed';

/** What the report draws over time, by metric: the table of measures says it. */
const DRAWN: ReadonlyMap<string, Drawn> = new Map(
  MEASURES.flatMap(({ name, drawn }) => {
    if (drawn === undefined) return [];
    return [[name, name === CLOSED ? { ...drawn, by: 'reason' } : drawn]];
  }),
);

/** The track that samples of `metric` with these tags go to: `upgrades failed{timeout}`. Undefined: not drawn. */
export function trackOf(
  metric: string,
  tags: SampleTags,
): { readonly name: string; readonly kind: TrackKind } | undefined {
  const drawn = DRAWN.get(metric);
  if (drawn === undefined) return undefined;
  const { line, by, keeps } = drawn;
  // Distributions are named by their metric in the report's JSON, lines by what they are.
  const name = typeof line === 'string' ? line : metric;
  return { name: by === undefined ? name : `${name}{${tags[by] ?? ''}}`, kind: keeps };
}

/** The distributions over time: the name of each track, and its title. */
export const DISTRIBUTIONS: readonly (readonly [track: string, title: string])[] = [...DRAWN].flatMap(
  ([metric, { line }]) =>
    typeof line === 'string'
      ? []
      : Object.entries(line).map(([value, title]) => [value === '' ? metric : `${metric}{${value}}`, title] as const),
);
