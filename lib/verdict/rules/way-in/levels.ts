import type { Reading } from '../../reading/reading.ts';
import type { WayIn } from '../../reading/way-in.ts';

/** Sessions that were open while others were refused. */
export interface HeldWhileRefused {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** Levels at the ends of the slices of the hold in which upgrades were refused; undefined where there was none. */
export function heldWhileRefused({ heldAfterRamp }: Reading, { slices }: WayIn): HeldWhileRefused | undefined {
  let open = heldAfterRamp;
  const levels: number[] = [];
  for (const { refused, admitted, closed } of slices) {
    open += admitted - closed;
    if (refused === 0) continue;
    levels.push(open);
  }
  if (levels.length === 0) return undefined;
  const mean = Math.round(levels.reduce((sum, level) => sum + level, 0) / levels.length);
  return { mean, least: Math.min(...levels), most: Math.max(...levels) };
}
