import { choose } from './permutation-test.ts';
import { median } from './statistics.ts';

/** By how much `b` lies above `a`: the Hodges–Lehmann estimate (the median of all differences), and its interval. */
export interface LocationShift {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Estimates the shift from `a` to `b`, with a confidence interval from the exact distribution of the Mann–Whitney U
 * (Hollander, Wolfe, Chicken: Nonparametric Statistical Methods, section 4.3). Ties make it wider than necessary. It is
 * unbounded, ±Number.MAX_VALUE, where the samples are too small for the confidence.
 */
export function hodgesLehmannShift(a: readonly number[], b: readonly number[], confidence: number): LocationShift {
  const differences = a.flatMap((left) => b.map((right) => right - left)).sort((x, y) => x - y);
  const cut = criticalCount(a.length, b.length, (1 - confidence) / 2);
  const unbounded = Number.MAX_VALUE;
  return {
    estimate: median(differences),
    lower: cut === 0 ? -unbounded : (differences[cut - 1] ?? -unbounded),
    upper: cut === 0 ? unbounded : (differences[differences.length - cut] ?? unbounded),
  };
}

/** The largest k with P(U ≤ k − 1) ≤ `tail`: the number of extreme differences that are cut off on either side. */
function criticalCount(m: number, n: number, tail: number): number {
  const counts = countsOfU(m, n);
  const total = choose(m + n, m);
  let below = 0;
  for (let u = 0; u < counts.length; u++) {
    below += counts[u] ?? 0;
    if (below / total > tail) return u;
  }
  return 0;
}

/** The number of orders of m and n values in which U is 0, 1, 2, … m·n, by its recurrence. */
function countsOfU(m: number, n: number): number[] {
  const known = new Map<string, number[]>();
  const count = (i: number, j: number): number[] => {
    if (i === 0 || j === 0) return [1];
    const key = `${i},${j}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const [left, right] = [count(i - 1, j), count(i, j - 1)];
    const counts = Array.from({ length: i * j + 1 }, (_, u) => (left[u - j] ?? 0) + (right[u] ?? 0));
    known.set(key, counts);
    return counts;
  };
  return count(m, n);
}
