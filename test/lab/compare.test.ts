import { describe, expect, it } from 'vitest';
import { NULLS } from '../../lab/compare/nulls.ts';
import { falseBetter, power, powerAtPrinted } from '../../lab/compare/operating-characteristics.ts';
import { isDeep } from '../deep.ts';

const RUNS = isDeep ? 20_000 : 200;
/** Three standard deviations of a share near a hundredth, and near a half. */
const CHANCE = 3 * Math.sqrt((0.01 * 0.99) / RUNS);
const NEAR = 3 * Math.sqrt(0.25 / RUNS);

describe('a comparison in the laboratory', () => {
  it.each(NULLS.map((on, place) => [on.name, on, place] as const))(
    'says "better" in at most one of a hundred nulls: %s',
    (_, on, place) => {
      for (const pairs of [8, 12]) {
        const { any, disagree } = falseBetter(on, pairs, RUNS, 7_000 + place);
        expect(any / RUNS).toBeLessThanOrEqual(0.01 + CHANCE);
        expect(disagree).toBe(0);
      }
    },
  );

  it('shows a difference of two spreads of a trial in 52, 75 and 87 % with 8, 12 and 16 pairs', () => {
    const shown = [8, 12, 16].map((pairs) => power(2, pairs, RUNS, 1));
    for (const [place, share] of [0.52, 0.75, 0.87].entries()) {
      expect(Math.abs((shown[place] ?? 0) - share)).toBeLessThan(NEAR);
    }
  });

  it('shows the difference that is printed four times in five', () => {
    for (const pairs of [8, 12]) expect(Math.abs(powerAtPrinted(pairs, RUNS, 1) - 0.8)).toBeLessThan(NEAR);
  });
});
