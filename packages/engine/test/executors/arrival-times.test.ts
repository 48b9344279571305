import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalsOf } from '../../src/executors/arrival-times.ts';
import { readScenario } from '../../src/options/read-scenarios.ts';
import type { ArrivalRate } from '../../src/options/scenario-config.ts';
import { parseSegment, WHOLE } from '../../src/segment/segment.ts';
import { propertyRuns } from '../deep.ts';
import { ascending } from './ascending.ts';

function times(scenario: object, segment = WHOLE): readonly number[] {
  const config = readScenario('s', { preAllocatedVUs: 1, ...scenario }) as ArrivalRate;
  return [...arrivalsOf(config, segment)].map(({ atMs }) => atMs);
}

const constant = (rate: number, duration: string, timeUnit = '1s') =>
  times({ executor: 'constant-arrival-rate', rate, duration, timeUnit });
const ramping = (startRate: number, stages: readonly object[], timeUnit = '1s') =>
  times({ executor: 'ramping-arrival-rate', startRate, stages, timeUnit });

describe('constant-arrival-rate', () => {
  test('the iteration i starts at i*timeUnit/rate, the first at 0', () => {
    expect(constant(4, '1s')).toEqual([0, 250, 500, 750]);
  });

  test('a rate is per timeUnit', () => {
    expect(constant(2, '2m', '1m')).toEqual([0, 30_000, 60_000, 90_000]);
  });

  test('no iteration starts at or after the end', () => {
    expect(constant(3, '1s').every((ms) => ms < 1000)).toBe(true);
    expect(constant(10, '10s')).toHaveLength(100);
  });
});

describe('ramping-arrival-rate', () => {
  test('the first iteration of a steady rate comes when the integral reaches 1, not at 0', () => {
    expect(ramping(4, [{ duration: '1s', target: 4 }])).toEqual([250, 500, 750, 1000]);
  });

  test('iteration n of a rise from 0 to r over D comes at sqrt(2nD/r)', () => {
    const got = ramping(0, [{ duration: '10s', target: 10 }]);
    expect(got).toHaveLength(50);
    for (const [at, ms] of got.entries()) expect(ms).toBeCloseTo(Math.sqrt(2 * (at + 1) * 1000 * 1000), 6);
  });

  test('the arrivals of a fall to 0 mirror those of a rise', () => {
    const up = ramping(0, [{ duration: '10s', target: 10 }]);
    const down = ramping(10, [{ duration: '10s', target: 0 }]);
    expect(down).toHaveLength(50);
    for (const [at, ms] of down.slice(0, 49).entries()) expect(ms).toBeCloseTo(10_000 - (up[48 - at] ?? 0), 3);
  });

  test('what one stage leaves over carries into the next', () => {
    expect(
      ramping(1, [
        { duration: '500ms', target: 1 },
        { duration: '500ms', target: 1 },
      ]),
    ).toEqual([1000]);
  });

  test('a stage without duration changes the rate at once', () => {
    expect(
      ramping(1, [
        { duration: '1s', target: 1 },
        { duration: 0, target: 4 },
        { duration: '500ms', target: 4 },
      ]),
    ).toEqual([1000, 1250, 1500]);
  });

  test('a rate of 0 has no arrivals', () => {
    expect(ramping(0, [{ duration: '1h', target: 0 }])).toEqual([]);
  });

  const stages = fc.array(fc.record({ duration: fc.integer({ min: 0, max: 20_000 }), target: fc.nat(50) }), {
    minLength: 1,
    maxLength: 5,
  });

  test('the number of iterations is the whole part of the integral, and they come in order', () => {
    fc.assert(
      fc.property(fc.nat(50), stages, (startRate, plan) => {
        let area = 0;
        let from = startRate;
        for (const { duration, target } of plan) {
          area += ((from + target) / 2) * (duration / 1000);
          from = target;
        }
        const got = ramping(startRate, plan);
        expect(got).toHaveLength(Math.floor(area + 1e-6));
        expect(got.every((ms, at) => at === 0 || ms >= (got[at - 1] ?? 0) - 1e-6)).toBe(true);
      }),
      propertyRuns(),
    );
  });

  test('segments of any cut give together exactly the arrivals of the whole', () => {
    const scenario = fc.oneof(
      fc.record({
        executor: fc.constant('constant-arrival-rate'),
        rate: fc.integer({ min: 1, max: 50 }),
        duration: fc.integer({ min: 1000, max: 9000 }),
      }),
      fc.record({ executor: fc.constant('ramping-arrival-rate'), startRate: fc.nat(50), stages }),
    );
    fc.assert(
      fc.property(scenario, fc.integer({ min: 2, max: 7 }), (one, n) => {
        const bounds = Array.from({ length: n + 1 }, (_, at) => `${at}/${n}`);
        const parts = bounds
          .slice(1)
          .flatMap((to, at) => times(one, parseSegment(`${bounds[at]}:${to}`, bounds.join())));
        const whole = times(one);
        expect(ascending(parts)).toEqual(ascending(whole));
      }),
      propertyRuns(),
    );
  });
});
