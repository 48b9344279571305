import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrendSink } from '../../packages/engine/src/metrics/sinks.ts';
import { Histogram } from '../../report/fold/histogram.ts';
import { barsOf } from '../../report/model/distribution-bars.ts';
import { fuzzRuns } from './fuzz-runs.ts';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}
const values = fc.array(fc.double({ min: 0.001, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('a histogram', () => {
  it('has the exact percentiles of small whole numbers', () => {
    const histogram = histogramOf(Array.from({ length: 51 }, (_, index) => index));
    expect([0, 2, 50, 95, 100].map((percent) => histogram.percentile(percent))).toEqual([0, 1, 25, 47.5, 50]);
  });

  it('is empty before the first value', () => {
    expect([new Histogram().percentile(95), [...new Histogram().bins()]]).toEqual([0, []]);
  });

  it('counts what is below a thousandth as 0', () => {
    expect([...histogramOf([0, -3, 0.000_1]).bins()]).toEqual([[0, 3]]);
  });

  it("is never off by 2 % of the engine's exact percentile, which is k6's", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const trend = new TrendSink();
        for (const value of list) trend.add(value);
        const exact = trend.percentile(percent);
        const found = histogramOf(list).percentile(percent);
        expect(found).toBeLessThanOrEqual(exact * 1.000_001);
        expect(found).toBeGreaterThan(exact * 0.98);
      }),
      fuzzRuns(100),
    );
  });

  it('of two parts together is that of the whole', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const merged = histogramOf(one);
        merged.merge(histogramOf(other));
        expect([...merged.bins()]).toEqual([...histogramOf([...other, ...one]).bins()]);
        expect([merged.count, merged.min, merged.max]).toEqual([
          one.length + other.length,
          Math.min(...one, ...other),
          Math.max(...one, ...other),
        ]);
      }),
      fuzzRuns(100),
    );
  });
});

describe('the bars of a distribution', () => {
  it('stand from 0 in one nice width', () => {
    const bars = barsOf(histogramOf([1, 1, 2, 30, 30]));
    expect([bars.width, bars.counts[0], bars.counts[1], bars.counts[2], bars.counts[30]]).toEqual([1, 0, 2, 1, 2]);
  });

  it('put what is far above into one last count', () => {
    const bars = barsOf(histogramOf([...Array.from({ length: 200 }, () => 10), 5_000]));
    expect(bars.above).toBe(1);
    expect(bars.counts.reduce((sum, count) => sum + count, 0)).toBe(200);
  });

  it('lose nothing', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { counts, above } = barsOf(histogramOf(list));
        expect(counts.reduce((sum, count) => sum + count, above)).toBe(list.length);
        expect(counts.length).toBeLessThanOrEqual(42);
      }),
      fuzzRuns(100),
    );
  });
});
