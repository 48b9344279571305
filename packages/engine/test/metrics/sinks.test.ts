import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CounterSink, GaugeSink, RateSink, TrendSink } from '../../src/metrics/sinks.ts';
import { SortedValues } from '../../src/metrics/sorted-values.ts';
import { propertyRuns } from '../deep.ts';

describe('sinks', () => {
  test('a counter adds up, negative values too', () => {
    const sink = new CounterSink();
    for (const value of [3, -1, 0.5]) sink.add(value);
    expect(sink.count).toBe(2.5);
  });

  test('a gauge keeps the last value, the minimum and the maximum, negative ones too', () => {
    const sink = new GaugeSink();
    for (const value of [-5, -9, -7]) sink.add(value);
    expect(sink).toMatchObject({ value: -7, min: -9, max: -5 });
  });

  test('a rate counts what is not zero', () => {
    const sink = new RateSink();
    for (const value of [1, 0, 5, 0]) sink.add(value);
    expect(sink).toMatchObject({ passes: 2, total: 4, rate: 0.5 });
  });

  test('a trend knows average, extremes and count', () => {
    const sink = new TrendSink();
    for (const value of [4, 2, 6]) sink.add(value);
    expect([sink.avg, sink.min, sink.max, sink.count]).toEqual([4, 2, 6, 3]);
  });

  test('a sink without samples is empty and 0', () => {
    expect([new CounterSink(), new GaugeSink(), new RateSink(), new TrendSink()].map(({ isEmpty }) => isEmpty)).toEqual(
      [true, true, true, true],
    );
    expect([new RateSink().rate, new TrendSink().avg, new TrendSink().percentile(95)]).toEqual([0, 0, 0]);
  });
});

describe('percentiles', () => {
  test('a percentile is interpolated between the two closest ranks', () => {
    const values = new SortedValues();
    for (const value of [40, 10, 30, 20]) values.add(value);
    expect([0, 50, 90, 100].map((percent) => values.percentile(percent))).toEqual([10, 25, 37, 40]);
  });

  test('percentiles are exact whenever they are asked for, however the values came', () => {
    const thousandths = fc.nat(2 ** 33).map((number) => number / 1_000);
    const others = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    const value = fc.oneof(fc.constant(0), { arbitrary: thousandths, weight: 3 }, others);
    const batches = fc.array(fc.array(value), { maxLength: 6 });
    fc.assert(
      fc.property(batches, fc.double({ min: 0, max: 100, noNaN: true }), (parts, percent) => {
        const values = new SortedValues();
        const all: number[] = [];
        for (const part of parts) {
          for (const value of part) {
            values.add(value);
            all.push(value);
          }
          const sorted = [...all].sort((a, b) => a - b);
          const place = (percent / 100) * (sorted.length - 1);
          const low = sorted[Math.floor(place)] ?? 0;
          const high = sorted[Math.ceil(place)] ?? 0;
          expect(values.percentile(percent)).toBeCloseTo(low + (high - low) * (place - Math.floor(place)), 6);
        }
      }),
      propertyRuns(),
    );
  });
});
