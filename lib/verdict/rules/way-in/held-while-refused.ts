import { sliceEnds } from '../../reading/level.ts';
import type { Reading } from '../../reading/reading.ts';
import type { WayIn } from '../../reading/way-in.ts';

/** Sessions that were open while others were refused. */
export interface HeldWhileRefused {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** Levels at the ends of the slices of the hold in which upgrades were refused; undefined where there was none. */
export function heldWhileRefused(reading: Reading, { slices }: WayIn): HeldWhileRefused | undefined {
  const { heldAfterRamp: afterRamp, heldAfterHold: afterHold } = reading;
  const ends = sliceEnds(slices, reading.levels, { afterRamp, afterHold });
  const levels = ends.filter((_, place) => (slices[place]?.refused ?? 0) > 0);
  if (levels.length === 0) return undefined;
  const mean = Math.round(levels.reduce((sum, level) => sum + level, 0) / levels.length);
  return { mean, least: Math.min(...levels), most: Math.max(...levels) };
}
