import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatGoDuration, parseGoDuration } from '../../src/time/go-duration.ts';
import { propertyRuns } from '../deep.ts';

describe('Go durations', () => {
  test.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1h0m0.5s', 3_600_500],
    ['1.5h', 5_400_000],
    ['100ms', 100],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['5ns', 0.000_005],
    ['2d', 172_800_000],
    ['1d12h', 129_600_000],
    ['.5s', 500],
    ['-3s', -3000],
    ['0', 0],
  ])('the text %s is %d ms', (text, ms) => {
    expect(parseGoDuration(text)).toBeCloseTo(ms, 9);
  });

  test('a bare number is milliseconds', () => {
    expect(parseGoDuration('1500')).toBe(1500);
  });

  test.each(['', 's', '1 s', '10x', '5s10', 'ten', '1h-5m'])('the text %j is no duration', (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });

  test.each([
    [0, '0s'],
    [0.5, '500µs'],
    [1500, '1.5s'],
    [60_000, '1m0s'],
    [90_000, '1m30s'],
    [3_600_000, '1h0m0s'],
    [250, '250ms'],
    [-2000, '-2s'],
  ])('a time of %d ms is written as %s', (ms, text) => {
    expect(formatGoDuration(ms)).toBe(text);
  });

  test('a duration that was written reads back', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (ms) => {
        expect(parseGoDuration(formatGoDuration(ms))).toBeCloseTo(ms, 6);
      }),
      propertyRuns(),
    );
  });
});
