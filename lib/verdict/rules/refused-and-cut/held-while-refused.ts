import { sliceEnds } from '../../reading/level.ts';
import type { Reading } from '../../reading/reading.ts';
import type { WayIn } from '../../reading/way-in.ts';

/** Sessions that were open while others were refused. */
export interface HeldWhileRefused {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** By how many sessions it held more, at most, than when it had refused somebody before. */
  readonly rise: number;
  /** The same of the second half of those parts of the hold alone. */
  readonly lateRise: number;
}

/** Levels at the ends of the slices of the hold in which upgrades were refused; undefined where there was none. */
export function heldWhileRefused(reading: Reading, { slices }: WayIn): HeldWhileRefused | undefined {
  const { heldAfterRamp: afterRamp, heldAfterHold: afterHold } = reading;
  const ends = sliceEnds(slices, reading.levels, { afterRamp, afterHold });
  const refusing = slices.flatMap(({ refused }, place) => (refused > 0 ? [place] : []));
  if (refusing.length === 0) return undefined;
  const at = (place: number) => ends[place] ?? afterRamp;
  const levels = refusing.map(at);
  const mean = Math.round(levels.reduce((sum, level) => sum + level, 0) / levels.length);
  const whileRefusing = refusing.map((place) => Math.max(at(place - 1), at(place)));
  const [rise, lateRise] = [riseOf(whileRefusing), riseOf(secondHalf(whileRefusing))];
  return { mean, least: Math.min(...levels), most: Math.max(...levels), rise, lateRise };
}

/** What comes after a limit of another kind was at work, as a pace is that lets sessions in to a level. */
export const secondHalf = <T>(all: readonly T[]): T[] => all.slice(Math.floor(all.length / 2));

/** How far the levels rose above any before, at most. */
function riseOf(levels: readonly number[]): number {
  let [least, rise] = [Infinity, 0];
  for (const level of levels) {
    least = Math.min(least, level);
    rise = Math.max(rise, level - least);
  }
  return rise;
}
