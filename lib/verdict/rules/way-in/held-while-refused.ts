import type { Reading } from '../../reading/reading.ts';
import type { WayIn } from '../../reading/way-in.ts';

/** Sessions that were open while others were refused. */
export interface HeldWhileRefused {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** Levels at the ends of the slices of the hold in which upgrades were refused; undefined where there was none. */
export function heldWhileRefused(
  { heldAfterRamp, levels: known }: Reading,
  { slices }: WayIn,
): HeldWhileRefused | undefined {
  let counted = heldAfterRamp;
  const levels: number[] = [];
  for (const [place, { refused, admitted, closed }] of slices.entries()) {
    counted += admitted - closed;
    if (refused === 0) continue;
    if (known === undefined) levels.push(counted);
    else levels.push(known === 'unknown' ? heldAfterRamp : (known.slices[place] ?? known.afterHold));
  }
  if (levels.length === 0) return undefined;
  const mean = Math.round(levels.reduce((sum, level) => sum + level, 0) / levels.length);
  return { mean, least: Math.min(...levels), most: Math.max(...levels) };
}
