import type { Plan } from '../../../plan/schema.ts';
import type { Slice, WayIn } from '../../reading/way-in.ts';
import { percent } from '../finding.ts';

/** The least hold (ms) in which what comes again each minute is seen to. */
export const MINUTES_MS = 180_000;
/** Fewer admissions may fall into one sixth by accident. */
const ENOUGH = 30;

/**
 * Over half of the admissions in one sixth of the minute, and some in each minute: a limit on the connections of each
 * minute. Undefined where it is none.
 */
export function fixedWindowIn({ sixths, slices }: WayIn, { customers }: Plan): string | undefined {
  const all = sixths.reduce((sum, count) => sum + count, 0);
  const most = Math.max(...sixths);
  if (customers.holdMs < MINUTES_MS || all < ENOUGH || most <= all / 2) return undefined;
  if (!admitsEachMinute(slices, customers.holdMs)) return undefined;
  return `${most} of ${all} upgrades of the hold opened in one sixth of the minute (${percent(most / all)}), as behind a limit for each minute`;
}

/** Visits that begin and end together come in bursts, too, but not each minute. */
function admitsEachMinute(slices: readonly Slice[], holdMs: number): boolean {
  const minutes = Math.floor(holdMs / 60_000);
  const admitted = Array.from({ length: minutes }, () => 0);
  for (const [place, slice] of slices.entries()) {
    const minute = Math.floor((place / slices.length) * (holdMs / 60_000));
    if (minute < minutes) admitted[minute] = (admitted[minute] ?? 0) + slice.admitted;
  }
  const mean = admitted.reduce((sum, count) => sum + count, 0) / minutes;
  return slices.length < minutes || admitted.every((count) => count > mean * 0.2);
}

/** By how much more than independent departures would those of visits vary that leave together. */
const TOGETHER = 10;

/** Whether sessions leave in bursts, as visits of one length do that came in a burst. */
export function leaveTogether({ slices }: WayIn): boolean {
  const mean = slices.reduce((sum, { closed }) => sum + closed, 0) / slices.length;
  const variance = slices.reduce((sum, { closed }) => sum + (closed - mean) ** 2, 0) / (slices.length - 1);
  return variance > TOGETHER * mean;
}
