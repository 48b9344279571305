import { describe, expect, test } from 'vitest';
import { rig } from './rig.ts';

const arrivals = (more: object) => ({
  s: { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 2, ...more },
});

describe('arrival rate', () => {
  test('starts each iteration when it is due, however long others take', async () => {
    const { ran, dropped } = await rig({ scenarios: arrivals({ preAllocatedVUs: 10 }), iterationMs: () => 5000 });
    expect(ran.map(({ startMs }) => startMs)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(dropped).toEqual([]);
  });

  test('an iteration without an idle VU is dropped for good, one sample each, and one warning says so', async () => {
    const { ran, dropped, warnings } = await rig({ scenarios: arrivals({}), iterationMs: () => 450 });
    expect(ran.map(({ startMs }) => startMs)).toEqual([0, 100, 500, 600]);
    expect(dropped.map(({ value, atMs }) => [value, atMs])).toEqual(
      [200, 300, 400, 700, 800, 900].map((ms) => [1, ms]),
    );
    expect(warnings).toEqual(['scenario s: Insufficient VUs, reached 2 active VUs and cannot initialize more']);
  });

  test('a drop has one VU more made in the background, up to maxVUs', async () => {
    const { ran, dropped, vusMade } = await rig({ scenarios: arrivals({ maxVUs: 4 }), iterationMs: () => 5000 });
    expect(ran.map(({ startMs }) => startMs)).toEqual([0, 100, 300, 500]);
    expect(dropped.map(({ atMs }) => atMs)).toEqual([200, 400, 600, 700, 800, 900]);
    expect(vusMade).toBe(4);
  });

  test('ends at its duration when nothing runs, and after gracefulStop at the latest', async () => {
    expect((await rig({ scenarios: arrivals({}), iterationMs: () => 10 })).endMs).toBe(1000);
    const long = await rig({ scenarios: arrivals({ gracefulStop: '2s' }), iterationMs: () => 60_000 });
    expect(long.endMs).toBe(3000);
    expect(long.ran.map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted']);
  });

  test('whoever has been idle longest goes first', async () => {
    const { ran } = await rig({ scenarios: arrivals({ preAllocatedVUs: 3 }), iterationMs: () => 50 });
    expect(ran.map(({ vu }) => vu)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1]);
  });

  test('ramping-arrival-rate starts each iteration when the integral of the rate reaches it', async () => {
    const { ran } = await rig({
      scenarios: {
        s: { executor: 'ramping-arrival-rate', stages: [{ duration: '2s', target: 4 }], preAllocatedVUs: 5 },
      },
      iterationMs: () => 10,
    });
    expect(ran.map(({ startMs }) => Math.round(startMs))).toEqual([1000, 1414, 1732, 2000]);
  });
});
