import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreeingNeeded, agreementError, medianInterval, shownWith } from '../../search/statistics/sign-test.ts';
import { draws } from './deep.ts';

describe('the sign test at 1 %', () => {
  it.each([
    [8, 8, 2 / 256],
    [9, 9, 2 / 512],
    [10, 10, 2 / 1_024],
    [12, 11, 26 / 4_096],
    [16, 14, 274 / 65_536],
  ])('of %i differences asks for %i that agree, which errs in exactly %d', (n, needed, error) => {
    expect(agreeingNeeded(n, 0.01)).toBe(needed);
    expect(agreementError(needed, n)).toBeCloseTo(error, 12);
    expect(agreementError(needed - 1, n)).toBeGreaterThan(0.01);
  });

  it('can show nothing of seven differences', () => expect(agreeingNeeded(7, 0.01)).toBeUndefined());

  it('of a thousand differences asks for about 541, as the normal approximation does', () => {
    // n/2 + 2.576 √n/2 = 540.7.
    expect(agreeingNeeded(1_000, 0.01)).toBe(542);
  });

  it('lies above 0 with its interval if and only if as many differences do as are needed', () => {
    const differences = fc.array(fc.integer({ min: -3, max: 9 }), { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(differences, (all) => {
        const needed = agreeingNeeded(all.length, 0.01) ?? all.length;
        const { lower, upper } = medianInterval(all, needed);
        expect(lower > 0).toBe(all.filter((difference) => difference > 0).length >= needed);
        expect(upper < 0).toBe(all.filter((difference) => difference < 0).length >= needed);
      }),
      draws(2_000),
    );
  });

  it('runs with its interval from the second to the eleventh of twelve differences', () => {
    const twelve = [7, 3, 1, 12, 5, 9, 2, 11, 4, 8, 6, 10];
    expect(medianInterval(twelve, 11)).toEqual({ lower: 2, upper: 11 });
  });

  it.each([
    [8, 8, 2.75],
    [12, 11, 2.1],
  ])('of %i pairs shows a difference of %d spreads of a trial four times in five', (n, needed, spreads) => {
    expect(Math.abs(shownWith(0.8, needed, n) * Math.SQRT2 - spreads)).toBeLessThan(0.05);
  });
});
