import type { Random } from '../../lib/base/random.ts';
import { levelDrift } from './level-drift.ts';
import { insideBefore } from './level-steps.ts';
import type { OfferedReading } from './rate-evidence.ts';

/** A single overshoot probe below this share of all others is of a passing refusal. */
const ALONE = 0.85;

/** How many were inside when each of the probes met the limit. */
export function levelsOf(probes: readonly OfferedReading[]): number[] {
  return probes.map(({ reading }) => insideBefore(reading));
}

/** The least level, without one that lies far below all others: the tenant was out for a while. */
export function leastOf(levels: readonly number[]): number {
  const [least = 0, second = least] = [...levels].sort((a, b) => a - b);
  return levels.length > 2 && least < second * ALONE ? second : least;
}

/** Whether the level moved between the probes before the search looked again and those after. */
export function hasMoved(
  earlier: readonly OfferedReading[],
  overshoots: readonly OfferedReading[],
  random: Random,
): boolean {
  return levelDrift(levelsOf(earlier), levelsOf(overshoots), random) !== undefined;
}
