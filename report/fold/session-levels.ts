import { CLOSE_REASONS, type CloseReason } from '../../lib/measures/table/tag-values.ts';
import { trackOf } from './drawn-metrics.ts';
import type { Timeline } from './timeline.ts';

/** How many sessions closed for a reason in each bucket of time; for none where a sample does not tell. */
export const closedIn = (timeline: Timeline, reason: CloseReason | ''): number[] =>
  sumsOf(timeline, trackOf('guest_sessions_closed', { reason })?.name);

/** How many sessions are open at the end of each bucket of time, from the first that has a sample. */
export function openAtEnds(timeline: Timeline): number[] {
  const opened = sumsOf(timeline, trackOf('guest_sessions_opened', {})?.name);
  const closed = ['' as const, ...CLOSE_REASONS].map((reason) => closedIn(timeline, reason));
  let level = 0;
  return opened.map((count, at) => {
    level += count - closed.reduce((sum, counts) => sum + (counts[at] ?? 0), 0);
    return level;
  });
}

function sumsOf({ range: { first, last }, tracks }: Timeline, name: string | undefined): number[] {
  const cells = name === undefined ? undefined : tracks.get(name)?.cells;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const cell = cells?.get(first + at);
    return typeof cell === 'number' ? cell : 0;
  });
}
