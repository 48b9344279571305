import type { Random } from '../../lib/base/random.ts';
import { mean } from '../../lib/base/statistics.ts';
import { twoSidedP } from '../statistics/permutation-test.ts';

/** The admitted level moved between the first and the second half of a search. The halves must not be pooled. */
export interface LevelDrift {
  readonly firstHalf: number;
  readonly secondHalf: number;
  readonly p: number;
}

const SIGNIFICANT = 0.01;
const MATERIAL = 0.05;
const MIN_PROBES = 3;

/**
 * The drift between two sets of levels, or undefined. They have to differ in a permutation test at 1 %, and by a
 * twentieth.
 */
export function levelDrift(
  earlier: readonly number[],
  later: readonly number[],
  random: Random,
): LevelDrift | undefined {
  if (earlier.length < MIN_PROBES || later.length < MIN_PROBES) return undefined;
  const [firstHalf, secondHalf] = [mean(earlier), mean(later)];
  if (Math.abs(secondHalf - firstHalf) < MATERIAL * Math.max(firstHalf, secondHalf)) return undefined;
  const p = twoSidedP(earlier, later, random);
  return p < SIGNIFICANT ? { firstHalf, secondHalf, p } : undefined;
}
