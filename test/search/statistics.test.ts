import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../lib/base/random.ts';
import { cleanWindows } from '../../lib/plan/probes/success-run.ts';
import { hodgesLehmannShift } from '../../search/statistics/hodges-lehmann.ts';
import { choose, permutationP, twoSidedP } from '../../search/statistics/permutation-test.ts';
import { median, reliabilityOf } from '../../search/statistics/statistics.ts';
import { NO_TIME_LIMIT } from './deep.ts';

const random = seededRandom(1);

describe('the success-run rule', () => {
  it.each([
    [0.9, 0.9, 22],
    [0.95, 0.9, 29],
    [0.9, 0.95, 45],
    [0.95, 0.95, 59],
  ])('asks for confidence %d and reliability %d for %i windows', (confidence, reliability, windows) => {
    expect(cleanWindows(confidence, reliability)).toBe(windows);
    expect(reliabilityOf(windows, confidence)).toBeGreaterThanOrEqual(reliability);
    expect(reliabilityOf(windows - 1, confidence)).toBeLessThan(reliability);
  });
});

describe('the permutation test', NO_TIME_LIMIT, () => {
  it('gives 1 in 70 for two separate groups of 4, and 2 in 70 in both directions', () => {
    expect(permutationP([1, 2, 3, 4], [5, 6, 7, 8], random)).toBeCloseTo(1 / 70);
    expect(twoSidedP([5, 6, 7, 8], [1, 2, 3, 4], random)).toBeCloseTo(2 / 70);
  });

  it('gives 1 for equal values', () => expect(permutationP([5, 5, 5], [5, 5, 5], random)).toBe(1));

  it('never gives less than 1 in the number of splits', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const p = permutationP(a, b, random);
        expect(p).toBeGreaterThanOrEqual(1 / choose(a.length + b.length, a.length) - 1e-12);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('draws splits where there are too many to count, and comes near the exact p', () => {
    const a = Array.from({ length: 15 }, (_, n) => n);
    const p = permutationP(a, a, random);
    expect(p).toBeGreaterThan(0.45);
    expect(p).toBeLessThan(0.55);
  });
});

describe('the shift between two samples', () => {
  it('is the median of all differences', () => {
    expect(hodgesLehmannShift([1, 2, 3, 4, 5], [11, 12, 13, 14, 15], 0.95).estimate).toBe(10);
  });

  it('has the interval of the exact distribution, which cuts off two differences on either side for 5 and 5 at 95 %', () => {
    // Table of the Mann–Whitney U for 5 and 5: P(U ≤ 2) = 0.016, P(U ≤ 3) = 0.028.
    const a = [0, 0, 0, 0, 0];
    const b = [1, 2, 3, 4, 5];
    const differences = a.flatMap(() => b).sort((x, y) => x - y);
    expect(hodgesLehmannShift(a, b, 0.95)).toMatchObject({ lower: differences[2], upper: differences[22] });
  });

  it('is unbounded where there is too little to say anything', () => {
    expect(hodgesLehmannShift([1, 2], [3, 4], 0.95).upper).toBe(Number.MAX_VALUE);
  });
});

it('the median of an even number of values lies between the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});
