import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rampingSteps } from '../../src/executors/ramping-steps.ts';
import { requirementOf, reservation } from '../../src/executors/vu-requirement.ts';
import { readScenario, readScenarios } from '../../src/options/read-scenarios.ts';
import { WHOLE } from '../../src/segment/segment.ts';
import { propertyRuns } from '../deep.ts';
import { concurrencyAt, rig } from './virtual-executor.ts';

const required = (scenarios: object) => requirementOf(readScenarios(scenarios), WHOLE);

describe('the number of VUs that a test needs', () => {
  test('scenarios that run at the same time add up', () => {
    const a = { executor: 'constant-vus', vus: 3, duration: '10s' };
    expect(required({ a, b: { ...a, vus: 4 } })).toEqual({ planned: 7, max: 7 });
  });

  test('a scenario that starts when the gracefulStop of another is over reuses its VUs', () => {
    const a = { executor: 'constant-vus', vus: 3, duration: '10s', gracefulStop: '5s' };
    expect(required({ a, b: { ...a, startTime: '15s' } }).planned).toBe(3);
    expect(required({ b: { ...a, startTime: '15s' }, a }).planned).toBe(3);
    expect(required({ a, b: { ...a, startTime: '14s' } }).planned).toBe(6);
  });

  test('an arrival rate plans its pre-allocated VUs and may grow to maxVUs', () => {
    const rate = { executor: 'constant-arrival-rate', rate: 1, duration: '10s', preAllocatedVUs: 2, maxVUs: 9 };
    expect(required({ rate })).toEqual({ planned: 2, max: 9 });
  });

  test('a VU that ramps down stays reserved for gracefulRampDown, but no longer than gracefulStop', () => {
    const plan = {
      executor: 'ramping-vus',
      startVUs: 2,
      stages: [
        { duration: '2s', target: 0 },
        { duration: '8s', target: 1 },
      ],
      gracefulRampDown: '3s',
      gracefulStop: '1s',
    };
    expect(reservation(readScenario('s', plan), WHOLE, 'planned')).toEqual([
      { atMs: 0, vus: 2 },
      { atMs: 4000, vus: 1 },
      { atMs: 5000, vus: 0 },
      { atMs: 10_000, vus: 1 },
      { atMs: 11_000, vus: 0 },
    ]);
  });

  test('the level from which a schedule jumps is no step', () => {
    const plan = {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [
        { duration: 0, target: 5 },
        { duration: '4s', target: 5 },
      ],
    };
    expect(reservation(readScenario('s', { ...plan, gracefulStop: '0s' }), WHOLE, 'planned')).toEqual([
      { atMs: 0, vus: 5 },
      { atMs: 4000, vus: 0 },
    ]);
  });

  test('a step that would begin when all is over is not reserved', () => {
    const plan = { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '4s', target: 5 }], gracefulStop: '0s' };
    expect(reservation(readScenario('s', plan), WHOLE, 'planned')).toEqual([
      { atMs: 0, vus: 1 },
      { atMs: 1000, vus: 2 },
      { atMs: 2000, vus: 3 },
      { atMs: 3000, vus: 4 },
      { atMs: 4000, vus: 0 },
    ]);
  });

  test('a level that is left twice stays reserved from when it was last left', () => {
    const plan = {
      executor: 'ramping-vus',
      startVUs: 2,
      stages: [
        { duration: '1s', target: 2 },
        { duration: 0, target: 1 },
        { duration: '1s', target: 1 },
        { duration: 0, target: 2 },
        { duration: '1s', target: 2 },
        { duration: 0, target: 0 },
        { duration: '7s', target: 0 },
      ],
      gracefulRampDown: '3s',
      gracefulStop: '0s',
    };
    expect(reservation(readScenario('s', plan), WHOLE, 'planned')).toEqual([
      { atMs: 0, vus: 2 },
      { atMs: 6000, vus: 0 },
      { atMs: 10_000, vus: 0 },
    ]);
  });

  test('the planned and the maximum number differ for arrival rates alone', () => {
    const rate = readScenario('s', {
      executor: 'constant-arrival-rate',
      rate: 1,
      duration: '1s',
      preAllocatedVUs: 2,
      maxVUs: 9,
    });
    expect(reservation(rate, WHOLE, 'planned')[0]?.vus).toBe(2);
    expect(reservation(rate, WHOLE, 'max')[0]?.vus).toBe(9);
  });

  const plans = fc.record({
    startVUs: fc.integer({ min: 1, max: 8 }),
    stages: fc.array(fc.record({ duration: fc.nat(8000), target: fc.nat(12) }), { minLength: 1, maxLength: 4 }),
    gracefulRampDown: fc.constantFrom(0, 500, 3000, 60_000),
    gracefulStop: fc.constantFrom(0, 2000, 60_000),
  });

  test('at any time the highest of the level of now and of those that were left within gracefulRampDown is reserved', () => {
    fc.assert(
      fc.property(plans, ({ startVUs, stages, gracefulRampDown, gracefulStop }) => {
        const ramp = { executor: 'ramping-vus', startVUs, stages, gracefulRampDown, gracefulStop };
        const reserved = reservation(readScenario('s', ramp), WHOLE, 'planned');
        const endMs = stages.reduce((sum, { duration }) => sum + duration, 0) + gracefulStop;
        const steps = [
          ...rampingSteps(
            startVUs,
            stages.map(({ duration, target }) => ({ durationMs: duration, target })),
          ),
        ];
        const left = steps.map(({ vus }, at) => ({ vus, leftMs: steps[at + 1]?.atMs ?? Number.POSITIVE_INFINITY }));
        const highest = (ms: number) => {
          const now = steps.filter(({ atMs }) => atMs <= ms).at(-1)?.vus ?? 0;
          const still = left.filter(({ leftMs }) => leftMs <= ms && ms < leftMs + gracefulRampDown);
          return ms < endMs ? Math.max(now, ...still.map(({ vus }) => vus)) : 0;
        };
        for (const ms of steps.flatMap(({ atMs }) => [atMs, atMs + gracefulRampDown])) {
          for (const at of [ms, ms + 0.01]) {
            const got = reserved.filter(({ atMs }) => atMs <= at).at(-1)?.vus;
            expect([at, got]).toEqual([at, highest(at)]);
          }
        }
      }),
      propertyRuns(400),
    );
  });

  test('a low level that was left before a higher one is not what stays reserved', () => {
    const plan = {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [
        { duration: '1s', target: 1 },
        { duration: 0, target: 5 },
        { duration: '1s', target: 5 },
        { duration: 0, target: 0 },
        { duration: '8s', target: 0 },
      ],
      gracefulRampDown: '3s',
      gracefulStop: '0s',
    };
    expect(reservation(readScenario('s', plan), WHOLE, 'planned')).toEqual([
      { atMs: 0, vus: 1 },
      { atMs: 1000, vus: 5 },
      { atMs: 5000, vus: 0 },
      { atMs: 10_000, vus: 0 },
    ]);
  });

  test('no step of a schedule waits for a VU, and no more VUs run than are reserved', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 50, max: 9000 }), async (plan, iterationMs) => {
        const one = { executor: 'ramping-vus', ...plan };
        const reserved = reservation(readScenario('s', one), WHOLE, 'planned');
        const { ran } = await rig({ scenarios: { s: one }, iterationMs: () => iterationMs });
        const total = plan.stages.reduce((sum, { duration }) => sum + duration, 0);
        const stages = plan.stages.map(({ duration, target }) => ({ durationMs: duration, target }));
        const steps = [...rampingSteps(plan.startVUs, stages)];
        for (const [at, { atMs, vus }] of steps.entries()) {
          const isLastOfItsTime = steps[at + 1]?.atMs !== atMs;
          if (!isLastOfItsTime || atMs >= total) continue;
          const reservedVus = reserved.filter((step) => step.atMs <= atMs).at(-1)?.vus ?? 0;
          expect(concurrencyAt(ran, atMs)).toBeGreaterThanOrEqual(vus);
          expect(concurrencyAt(ran, atMs)).toBeLessThanOrEqual(reservedVus);
        }
      }),
      propertyRuns(60),
    );
  });
});
