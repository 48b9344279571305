import { describe, expect, test } from 'vitest';
import { formatBytes, formatRate, formatTime } from '../../src/summary/format-values.ts';
import { aligned, rowOf } from '../../src/summary/metric-rows.ts';

describe('values for people', () => {
  test.each([
    [0, '0s'],
    [0.0005, '500ns'],
    [0.25, '250µs'],
    [148.214, '148.21ms'],
    [1500, '1.5s'],
    [61_000, '1m1s'],
    [3_723_000, '1h2m3s'],
  ])('a time of %d ms reads %s', (ms, text) => {
    expect(formatTime(ms, '')).toBe(text);
  });

  test.each([
    ['s', '1.5s'],
    ['ms', '1500ms'],
    ['us', '1500000µs'],
  ])('the summaryTimeUnit %s gives %s', (unit, text) => {
    expect(formatTime(1500, unit)).toBe(text);
  });

  test.each([
    [0, '0 B'],
    [718, '718 B'],
    [4900, '4.9 kB'],
    [76_000, '76 kB'],
    [519_400_000, '519 MB'],
  ])('a size of %d bytes reads %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('a rate is cut, not rounded: 99.999 % is not 100 %', () => {
    expect([1, 0.99999, 0.5, 0].map(formatRate)).toEqual(['100.00%', '99.99%', '50.00%', '0.00%']);
  });

  test('rows are aligned under each other', () => {
    const rows = [
      rowOf('http_reqs', { type: 'counter', contains: 'default', values: { count: 45, rate: 6.5610912 } }, ''),
      rowOf('wait{cause:x}', { type: 'trend', contains: 'time', values: { avg: 1500, max: 2000 } }, ''),
    ];
    expect(aligned(rows)).toEqual(['http_reqs.......: 45       6.561091/s', '  { cause:x }...: avg=1.5s max=2s']);
  });
});
