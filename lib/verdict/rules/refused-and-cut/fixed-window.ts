import { mean, variance } from '../../../base/statistics.ts';
import type { Plan } from '../../../plan/schema.ts';
import type { Slice, WayIn } from '../../reading/way-in.ts';
import { percent } from '../finding.ts';
import { sumOf } from './sum-of.ts';

/** The least hold (ms) in which what comes again each minute is seen to. */
export const MINUTES_MS = 180_000;
/** Fewer admissions may fall into one sixth by accident. */
const ENOUGH = 30;
/** A third of the minute with no more than this share of the admissions is empty. */
const EMPTY = 0.05;

/**
 * Over half of the admissions in one sixth of the minute, or hardly any in two neighbouring ones, and some in each
 * minute: a limit on the connections of each minute. Undefined where it is none.
 */
export function fixedWindowIn({ sixths, slices }: WayIn, { customers }: Plan): string | undefined {
  const all = sixths.reduce((sum, count) => sum + count, 0);
  if (customers.holdMs < MINUTES_MS || all < ENOUGH) return undefined;
  const most = Math.max(...sixths);
  const least = leastOfTwo(sixths);
  if ((most <= all / 2 && least > all * EMPTY) || !admitsEachMinute(slices, customers.holdMs)) return undefined;
  const where = `${most} of ${all} upgrades of the hold opened in one sixth of the minute (${percent(most / all)})`;
  return `${where}, and ${least} in the two sixths with the fewest, as behind a limit for each minute`;
}

/** Visits that begin and end together come in bursts, too, but not each minute. */
function admitsEachMinute(slices: readonly Slice[], holdMs: number): boolean {
  const sliceMs = holdMs / slices.length;
  // So many slices hold a whole minute, wherever it begins.
  const cover = Math.ceil(60_000 / sliceMs) + 1;
  const usual = mean(slices.map(({ admitted }) => admitted)) * (60_000 / sliceMs);
  return slices.slice(cover - 1).every((_, from) => sumOf(slices.slice(from, from + cover), 'admitted') > usual * 0.2);
}

/** The least hold (ms) in which each sixth of the minute was there. */
const MINUTE_MS = 60_000;
/** So many admissions are to be expected in a sixth where none of them says something. */
const EXPECTED = 20;

/**
 * A sixth of the minute with hardly any admission, or with twice as many as are to be expected: a level knows no minute.
 * A hold of less than three minutes has to spare two sixths in a row: each was there once or twice only.
 */
export function keepsToTheMinute({ sixths }: WayIn, { customers: { holdMs } }: Plan): boolean {
  const all = sixths.reduce((sum, count) => sum + count, 0);
  if (holdMs < MINUTE_MS || all < ENOUGH) return false;
  if (holdMs < MINUTES_MS) return leastOfTwo(sixths) <= all * EMPTY;
  return Math.max(...sixths) > all / 3 || (all >= 6 * EXPECTED && Math.min(...sixths) <= (all / 6) * EMPTY);
}

/** How many fell into the two neighbouring sixths with the fewest. */
function leastOfTwo(sixths: readonly number[]): number {
  return Math.min(...sixths.map((count, place) => count + (sixths[(place + 1) % sixths.length] ?? 0)));
}

/** Sessions that leave in bursts as large as those in which they came: this share of their variance. */
const TOGETHER = 0.5;
/** What a level gains or loses in a part of the hold while all who leave are replaced: this share of the variance. */
const REPLACED = 0.1;

/** In a longer hold (ms) bursts of visits that last about a minute stray from the minute. */
const STRAYS_MS = 480_000;

/** Whether sessions leave in bursts as they came, as visits of one length do; or are replaced in each part of the hold. */
export function leaveTogether({ slices }: WayIn, { customers }: Plan): boolean {
  const admitted = variance(slices.map((slice) => slice.admitted));
  if (variance(slices.map((slice) => slice.admitted - slice.closed)) < REPLACED * admitted) return true;
  if (customers.holdMs > STRAYS_MS) return false;
  return variance(slices.map(({ closed }) => closed)) > TOGETHER * admitted;
}
