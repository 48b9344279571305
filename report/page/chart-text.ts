import type { Chart } from './chart.ts';
import { digits, duration } from './number-format.ts';

/** How a chart writes its places and values: the same in its axes, its table and what the page reads out. */

/** A place on the x axis: a time of day in UTC, or the edge of a bar. */
export function placeText({ kind, startedMs, x, isOpenEnded }: Chart, at: number): string {
  if (kind === 'time') return timeText(startedMs + at * 1_000);
  return isOpenEnded && at === x.at(-1) ? `${duration(at)} and above` : duration(at);
}

/** `13:56:02`, in UTC. */
export const timeText = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

export function valueText({ unit }: Pick<Chart, 'unit'>, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return unit === 'ms' ? duration(value) : digits(value);
}
