import { streamFor } from '../lib/base/random.ts';
import { hodgesLehmannShift, type LocationShift } from './hodges-lehmann.ts';
import { twoSidedP } from './permutation-test.ts';
import { mean } from './statistics.ts';

/** Whether plan B holds more sessions than plan A, by how much, and how sure that is. */
export interface Comparison {
  readonly answer: 'b is better' | 'a is better' | 'no difference shown';
  /** Sessions held in each trial. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly meanA: number;
  readonly meanB: number;
  /** The shift from a to b, with its interval at `confidence`. */
  readonly shift: LocationShift;
  /** The p of a two-sided permutation test. */
  readonly p: number;
  readonly confidence: number;
}

/** At most one in a hundred comparisons of a plan with itself shows a difference. */
const CONFIDENCE = 0.99;
/**
 * With fewer trials in each arm no difference could be shown: the minimum p is 2 in 70 for 4 and 4, and 2 in 252 for 5
 * and 5.
 */
export const MIN_TRIALS_PER_PLAN = 5;
export const DEFAULT_TRIALS_PER_PLAN = 8;

export function compareTrials(a: readonly number[], b: readonly number[], seed: number): Comparison {
  const p = twoSidedP(a, b, streamFor(seed, 2_000));
  const shift = hodgesLehmannShift(a, b, CONFIDENCE);
  const [meanA, meanB] = [mean(a), mean(b)];
  const shown = p < 1 - CONFIDENCE && meanA !== meanB;
  return {
    answer: shown ? (meanB > meanA ? 'b is better' : 'a is better') : 'no difference shown',
    a,
    b,
    meanA,
    meanB,
    shift,
    p,
    confidence: CONFIDENCE,
  };
}
