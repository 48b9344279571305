import { describe, expect, it } from 'vitest';
import { slopeOf } from '../../bench/slope.ts';

describe('the slope of a line through points', () => {
  it('is that of the line where all lie on one, and the least squares elsewhere', () => {
    expect(
      slopeOf([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBe(2);
    expect(
      slopeOf([
        [0, 0],
        [1, 1],
        [2, 0],
        [3, 1],
      ]),
    ).toBeCloseTo(0.2);
  });

  it('is 0 without two points', () => {
    expect([slopeOf([]), slopeOf([[1, 7]])]).toEqual([0, 0]);
  });
});
