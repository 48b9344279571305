import { describe, expect, test } from 'vitest';
import { concurrencyAt, rig } from './virtual-executor.ts';

describe('constant-vus', () => {
  test('VUs loop until the duration is over, then finish the iteration that they run', async () => {
    const { ran, endMs, activity } = await rig({
      scenarios: { s: { executor: 'constant-vus', vus: 2, duration: '10s' } },
      iterationMs: () => 3000,
    });
    expect(ran.map(({ startMs }) => startMs)).toEqual([0, 0, 3000, 3000, 6000, 6000, 9000, 9000]);
    expect(endMs).toBe(12_000);
    expect(activity).toMatchObject({ iterationsCompleted: 8, iterationsInterrupted: 0, vusActive: 0 });
  });

  test('the end of gracefulStop interrupts the iterations that still run', async () => {
    const { ran, endMs, activity } = await rig({
      scenarios: { s: { executor: 'constant-vus', duration: '10s', gracefulStop: '2s' } },
      iterationMs: () => 60_000,
    });
    expect(ran.map(({ outcome, endMs: end }) => [outcome, end])).toEqual([['interrupted', 12_000]]);
    expect(endMs).toBe(12_000);
    expect(activity.iterationsInterrupted).toBe(1);
  });

  test('a gracefulStop of 0 interrupts at the end of the duration', async () => {
    const { endMs } = await rig({
      scenarios: { s: { executor: 'constant-vus', duration: '10s', gracefulStop: '0s' } },
      iterationMs: () => 60_000,
    });
    expect(endMs).toBe(10_000);
  });
});

describe('ramping-vus', () => {
  const ramp = (more: object) => ({ s: { executor: 'ramping-vus', startVUs: 0, gracefulStop: '30s', ...more } });

  test('a VU starts at each step up', async () => {
    const { ran } = await rig({
      scenarios: ramp({
        stages: [
          { duration: '10s', target: 4 },
          { duration: '1s', target: 4 },
        ],
      }),
      iterationMs: () => 60_000,
    });
    expect(ran.map(({ startMs }) => startMs)).toEqual([2500, 5000, 7500, 10_000]);
  });

  test('the VU that started last stops first', async () => {
    const { ran } = await rig({
      scenarios: ramp({
        stages: [
          { duration: '4s', target: 4 },
          { duration: '4s', target: 0 },
        ],
        gracefulRampDown: '0s',
      }),
      iterationMs: () => 60_000,
    });
    expect(ran.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1000, 8000],
      [2000, 7000],
      [3000, 6000],
      [4000, 5000],
    ]);
  });

  test('a VU that ramps down may finish its iteration within gracefulRampDown', async () => {
    const { ran } = await rig({
      scenarios: {
        s: {
          executor: 'ramping-vus',
          startVUs: 1,
          stages: [
            { duration: '1s', target: 0 },
            { duration: '10s', target: 0 },
          ],
          gracefulRampDown: '5s',
        },
      },
      iterationMs: () => 4000,
    });
    expect(ran.map(({ outcome, endMs }) => [outcome, endMs])).toEqual([['complete', 4000]]);
  });

  test('a VU that ramps down is interrupted after gracefulRampDown', async () => {
    const { ran } = await rig({
      scenarios: {
        s: {
          executor: 'ramping-vus',
          startVUs: 1,
          stages: [
            { duration: '1s', target: 0 },
            { duration: '20s', target: 0 },
          ],
          gracefulRampDown: '5s',
        },
      },
      iterationMs: () => 60_000,
    });
    expect(ran.map(({ outcome, endMs }) => [outcome, endMs])).toEqual([['interrupted', 6000]]);
  });

  test('a VU that is wanted again within gracefulRampDown goes on with the same iteration', async () => {
    const { ran } = await rig({
      scenarios: ramp({
        startVUs: 1,
        stages: [
          { duration: '1s', target: 0 },
          { duration: '2s', target: 1 },
          { duration: '9s', target: 1 },
        ],
        gracefulRampDown: '5s',
      }),
      iterationMs: () => 10_000,
    });
    expect(ran.map(({ startMs, endMs, outcome }) => [startMs, endMs, outcome])).toEqual([
      [0, 10_000, 'complete'],
      [10_000, 20_000, 'complete'],
    ]);
  });

  test('a VU that is wanted again after it was interrupted starts a new iteration', async () => {
    const { ran } = await rig({
      scenarios: ramp({
        startVUs: 1,
        stages: [
          { duration: '1s', target: 0 },
          { duration: '4s', target: 1 },
          { duration: '1s', target: 1 },
        ],
        gracefulRampDown: '2s',
      }),
      iterationMs: () => 10_000,
    });
    expect(ran.map(({ startMs, endMs, outcome }) => [startMs, endMs, outcome])).toEqual([
      [0, 3000, 'interrupted'],
      [5000, 15_000, 'complete'],
    ]);
  });

  test('the end plus gracefulStop cuts gracefulRampDown short', async () => {
    const { ran } = await rig({
      scenarios: {
        s: {
          executor: 'ramping-vus',
          startVUs: 1,
          stages: [{ duration: '10s', target: 0 }],
          gracefulRampDown: '60s',
          gracefulStop: '3s',
        },
      },
      iterationMs: () => 300_000,
    });
    expect(ran.map(({ endMs }) => endMs)).toEqual([13_000]);
  });

  test('a VU that is reserved while it ramps down is not handed out twice: a second peak needs VUs of its own', async () => {
    const { vusMade } = await rig({
      scenarios: {
        s: {
          executor: 'ramping-vus',
          startVUs: 3,
          stages: [{ duration: '3s', target: 0 }],
          gracefulRampDown: '10s',
          gracefulStop: '10s',
        },
        t: { executor: 'constant-vus', vus: 3, duration: '5s', startTime: '4s' },
      },
      iterationMs: () => 1000,
    });
    expect(vusMade).toBe(6);
  });

  test('the number of VUs follows the schedule to its end', async () => {
    const { ran } = await rig({
      scenarios: ramp({
        stages: [
          { duration: '10s', target: 10 },
          { duration: '10s', target: 0 },
        ],
      }),
      iterationMs: () => 100,
    });
    for (const [ms, vus] of [
      [950, 0],
      [3450, 3],
      [9950, 9],
      [10_550, 10],
      [15_150, 5],
      [19_150, 1],
    ] as const) {
      expect([ms, concurrencyAt(ran, ms)]).toEqual([ms, vus]);
    }
  });

  test('the end of the schedule does not lengthen the gracefulRampDown of a VU that is ramping down', async () => {
    const { ran } = await rig({
      scenarios: {
        s: {
          executor: 'ramping-vus',
          startVUs: 2,
          stages: [
            { duration: '1s', target: 2 },
            { duration: 0, target: 1 },
            { duration: '1s', target: 1 },
          ],
          gracefulRampDown: '2s',
        },
      },
      iterationMs: () => 10_000,
    });
    expect(ran.map(({ endMs, outcome }) => [endMs, outcome])).toEqual([
      [10_000, 'complete'],
      [3000, 'interrupted'],
    ]);
  });

  test('a gracefulRampDown of 0 interrupts at the step', async () => {
    const { ran } = await rig({
      scenarios: {
        s: {
          executor: 'ramping-vus',
          startVUs: 1,
          stages: [
            { duration: '1s', target: 1 },
            { duration: 0, target: 0 },
            { duration: '1s', target: 0 },
          ],
          gracefulRampDown: '0s',
        },
      },
      iterationMs: () => 10_000,
    });
    expect(ran.map(({ endMs, outcome }) => [endMs, outcome])).toEqual([[1000, 'interrupted']]);
  });

  test('VUs begin in the order of their ids, and no step takes one more than it asks for', async () => {
    const { ran } = await rig({
      scenarios: ramp({
        startVUs: 1,
        stages: [
          { duration: '2s', target: 3 },
          { duration: '1s', target: 3 },
        ],
      }),
      iterationMs: () => 10_000,
    });
    expect(ran.map(({ vu, startMs }) => [vu, startMs])).toEqual([
      [1, 0],
      [2, 1000],
      [3, 2000],
    ]);
  });

  test('of VUs that stop at one step the one that started last stops first, and so serves again first', async () => {
    const { ran } = await rig({
      scenarios: ramp({
        startVUs: 3,
        stages: [
          { duration: '1s', target: 3 },
          { duration: 0, target: 0 },
          { duration: '1s', target: 0 },
          { duration: 0, target: 3 },
          { duration: '1s', target: 3 },
        ],
        gracefulRampDown: '0s',
      }),
      iterationMs: () => 10_000,
    });
    expect(ran.map(({ vu, startMs }) => [vu, startMs])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [3, 2000],
      [2, 2000],
      [1, 2000],
    ]);
  });
});
