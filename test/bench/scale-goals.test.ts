import { describe, expect, it } from 'vitest';
import { growthExponent } from '../../bench/growth-exponent.ts';
import { goalsOf, isMet, outJsonGoal, type SizeMedians } from '../../bench/scale-goals.ts';

const row = (sessions: number, change: Partial<SizeMedians> = {}): SizeMedians => ({
  sessions,
  open: sessions,
  kilobytes: 27,
  bareKilobytes: 13.5,
  micros: 135,
  bareMicros: 100,
  p99Ms: 30,
  bareP99Ms: 10,
  sound: true,
  ...change,
});
const missed = (rows: readonly SizeMedians[]): string[] =>
  goalsOf(rows).flatMap((goal) => (isMet(goal) ? [] : [goal.what]));

describe('the goals of bench:scale', () => {
  it('are met up to the limit itself', () => {
    expect(missed([row(12_000), row(6_000), row(3_000)])).toEqual([]);
  });

  it('bound the memory of a session at the largest size alone, and its ratio to the bare loop at each', () => {
    expect(missed([row(12_000), row(3_000, { kilobytes: 40, bareKilobytes: 20 })])).toEqual([]);
    expect(missed([row(12_000, { kilobytes: 27.1 }), row(3_000)])).toEqual([
      'KB a session at 12000',
      "memory a session at 12000, times the bare loop's",
    ]);
  });

  it.each<[string, Partial<SizeMedians>]>([
    ["CPU a frame at 3000, times the bare loop's", { micros: 136 }],
    ["p99 of message_ack at 3000, times the bare loop's", { p99Ms: 31 }],
    ['sessions missing at the fullest instant, of 3000', { open: 2_999 }],
    ['runs of 3000 with anything lost, altered, doubled or dropped', { sound: false }],
  ])('name what is missed: %s', (what, change) => {
    expect(missed([row(12_000, { micros: 136, bareMicros: 101 }), row(3_000, change)])).toEqual([what]);
  });

  it('bound how memory and CPU grow with sessions', () => {
    const heavier = row(12_000, { kilobytes: 27, bareKilobytes: 13.5, micros: 135 });
    const lighter = row(3_000, { kilobytes: 21, micros: 110 });
    expect(missed([heavier, lighter])).toEqual(['exponent of memory over sessions', 'exponent of CPU over sessions']);
  });

  it('bound what --out json costs', () => {
    expect([1.2, 1.21].map((times) => isMet(outJsonGoal(times)))).toEqual([true, false]);
  });
});

describe('exponent', () => {
  it('is the power that y grows by', () => {
    const points = [1, 2, 5, 40].map((x) => [x, 3 * x ** 1.4] as const);
    expect(growthExponent(points)).toBeCloseTo(1.4, 10);
  });
});
