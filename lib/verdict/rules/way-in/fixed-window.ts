import { mean, variance } from '../../../base/statistics.ts';
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
  const usual = mean(admitted);
  return slices.length < minutes || admitted.every((count) => count > usual * 0.2);
}

/** Sessions that leave in bursts as large as those in which they came: this share of their variance. */
const TOGETHER = 0.5;

/** In a longer hold (ms) bursts of visits that last about a minute stray from the minute. */
const STRAYS_MS = 480_000;

/** Whether sessions leave in bursts as they came, as visits of one length do. */
export function leaveTogether({ slices }: WayIn, { customers }: Plan): boolean {
  if (customers.holdMs > STRAYS_MS) return false;
  return variance(slices.map(({ closed }) => closed)) > TOGETHER * variance(slices.map(({ admitted }) => admitted));
}
