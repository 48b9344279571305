import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rampingSteps, stepsOfSegment, type VuStep } from '../../src/executors/ramping-steps.ts';
import type { Stage } from '../../src/options/scenario-config.ts';
import { parseSegment } from '../../src/segment/segment.ts';
import { propertyRuns } from '../deep.ts';

const stage = (durationMs: number, target: number): Stage => ({ durationMs, target });

function vusAt(steps: readonly VuStep[], ms: number): number {
  return steps.filter(({ atMs }) => atMs <= ms).at(-1)?.vus ?? 0;
}

describe('the schedule of ramping-vus', () => {
  test('a ramp from a up to b over D starts the k-th new VU at D*(k-a)/(b-a)', () => {
    expect([...rampingSteps(0, [stage(10_000, 4)])]).toEqual([
      { atMs: 0, vus: 0 },
      { atMs: 2500, vus: 1 },
      { atMs: 5000, vus: 2 },
      { atMs: 7500, vus: 3 },
      { atMs: 10_000, vus: 4 },
    ]);
  });

  test('a ramp from a down to b over D steps to a-j at D*j/(a-b)', () => {
    expect([...rampingSteps(4, [stage(10_000, 0)])].slice(1)).toEqual([
      { atMs: 2500, vus: 3 },
      { atMs: 5000, vus: 2 },
      { atMs: 7500, vus: 1 },
      { atMs: 10_000, vus: 0 },
    ]);
  });

  test('a stage without duration jumps', () => {
    const steps = [...rampingSteps(1, [stage(1000, 1), stage(0, 50), stage(1000, 50)])];
    expect(steps).toEqual([
      { atMs: 0, vus: 1 },
      { atMs: 1000, vus: 50 },
    ]);
  });

  test('a stage with the same target holds the number of VUs', () => {
    expect([...rampingSteps(3, [stage(5000, 3)])]).toEqual([{ atMs: 0, vus: 3 }]);
  });

  test('a jump to the same target is no step', () => {
    expect([...rampingSteps(3, [stage(0, 3), stage(0, 4)])]).toEqual([
      { atMs: 0, vus: 3 },
      { atMs: 0, vus: 4 },
    ]);
  });

  test('a share has a step only when its own number of VUs changes', () => {
    const steps = rampingSteps(0, [stage(8000, 8)]);
    expect([...stepsOfSegment(steps, parseSegment('0:1/4', '0,1/4,1'))].map(({ vus }) => vus)).toEqual([1, 2]);
  });

  const stages = fc.array(fc.record({ durationMs: fc.nat(20_000), target: fc.nat(60) }), {
    minLength: 1,
    maxLength: 5,
  });

  /** How far into a stage: short of its end, where the next may jump. */
  const within = fc.double({ min: 0, max: 0.999, noNaN: true });

  test('the schedule never differs from the straight line by more than one VU', () => {
    fc.assert(
      fc.property(fc.nat(40), stages, within, (start, plan, where) => {
        const steps = [...rampingSteps(start, plan)];
        let from = start;
        let startMs = 0;
        for (const { durationMs, target } of plan) {
          if (durationMs > 0) {
            const line = from + (target - from) * where;
            expect(Math.abs(vusAt(steps, startMs + durationMs * where) - line)).toBeLessThanOrEqual(1 + 1e-9);
          }
          from = target;
          startMs += durationMs;
        }
        expect(vusAt(steps, startMs)).toBe(from);
      }),
      propertyRuns(),
    );
  });

  test('steps never go back in time and change by one VU unless a stage jumps', () => {
    fc.assert(
      fc.property(fc.nat(40), stages, (start, plan) => {
        const steps = [...rampingSteps(start, plan)];
        const jumps = plan.filter(({ durationMs }) => durationMs === 0).length;
        const pairs = steps.slice(1).map((step, at) => ({ step, before: steps[at] ?? step }));
        expect(pairs.every(({ step, before }) => step.atMs >= before.atMs)).toBe(true);
        const large = pairs.filter(({ step, before }) => Math.abs(step.vus - before.vus) !== 1).length;
        expect(large).toBeLessThanOrEqual(jumps);
      }),
      propertyRuns(),
    );
  });

  test('four segments together hold exactly as many VUs as the whole, at any time', () => {
    fc.assert(
      fc.property(fc.nat(40), stages, fc.nat(100_000), (start, plan, ms) => {
        const quarters = ['0:1/4', '1/4:2/4', '2/4:3/4', '3/4:1'].map((name) => {
          const share = [...stepsOfSegment(rampingSteps(start, plan), parseSegment(name, '0,1/4,2/4,3/4,1'))];
          return vusAt(share, ms);
        });
        expect(quarters.reduce((sum, vus) => sum + vus, 0)).toBe(vusAt([...rampingSteps(start, plan)], ms));
      }),
      propertyRuns(),
    );
  });
});
