import { describe, expect, test } from 'vitest';
import { rig } from './virtual-executor.ts';

const arrivals = (more: object) => ({
  s: { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 2, ...more },
});

describe('an arrival-rate executor', () => {
  test('each iteration starts when it is due, however long others take', async () => {
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

  test('a dropped iteration has one more VU made in the background, up to maxVUs', async () => {
    const { ran, dropped, vusMade } = await rig({ scenarios: arrivals({ maxVUs: 4 }), iterationMs: () => 5000 });
    expect(ran.map(({ startMs }) => startMs)).toEqual([0, 100, 300, 500]);
    expect(dropped.map(({ atMs }) => atMs)).toEqual([200, 400, 600, 700, 800, 900]);
    expect(vusMade).toBe(4);
  });

  test('the executor ends at its duration when nothing runs, and after gracefulStop at the latest', async () => {
    expect((await rig({ scenarios: arrivals({}), iterationMs: () => 10 })).endMs).toBe(1000);
    const long = await rig({ scenarios: arrivals({ gracefulStop: '2s' }), iterationMs: () => 60_000 });
    expect(long.endMs).toBe(3000);
    expect(long.ran.map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted']);
  });

  test('the VU that has been idle longest goes first', async () => {
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

  test('the progress is the share of the duration that has passed', async () => {
    const seen: number[] = [];
    await rig({
      scenarios: arrivals({ startTime: '1s' }),
      iterationMs: () => 10,
      at: {
        500: (scheduler) => seen.push(scheduler.scenarios[0]?.progress() ?? -1),
        1250: (scheduler) => seen.push(scheduler.scenarios[0]?.progress() ?? -1),
      },
    });
    expect(seen).toEqual([0, 0.25]);
  });

  test('VUs are made one at a time, however many iterations are dropped meanwhile', async () => {
    const made: number[] = [];
    let ready = () => {};
    const { ran } = await rig({
      scenarios: arrivals({ preAllocatedVUs: 1, maxVUs: 9 }),
      iterationMs: () => 60_000,
      makes: (id) => {
        made.push(id);
        if (id !== 2) return undefined;
        return new Promise<void>((resolve) => {
          ready = resolve;
        });
      },
      at: {
        450: () => {
          expect(made).toEqual([1, 2]);
          ready();
        },
      },
    });
    expect(ran.map(({ vu, startMs }) => [vu, startMs])).toEqual([
      [1, 0],
      [2, 500],
      [3, 700],
      [4, 900],
    ]);
  });

  test('a VU that cannot be made ends the run, and the other VUs go on until then', async () => {
    const { errors, ran } = await rig({
      scenarios: arrivals({ maxVUs: 3 }),
      iterationMs: () => 450,
      makes: (id) => {
        if (id === 3) throw new Error('init failed');
      },
    });
    expect(new Set(errors.map(String))).toEqual(new Set(['Error: init failed']));
    expect(new Set(ran.map(({ vu }) => vu)).size).toBe(3);
  });

  test('an executor that is cut while it waits for its VUs starts nothing', async () => {
    const { ran, dropped, endMs, timersLeft } = await rig({
      scenarios: {
        busy: { executor: 'constant-vus', vus: 2, duration: '10s', gracefulStop: '0s' },
        rate: { executor: 'constant-arrival-rate', rate: 1, duration: '5s', preAllocatedVUs: 2, startTime: '10s' },
      },
      iterationMs: () => 60_000,
      interruptedMs: () => 3000,
      at: { 11000: (scheduler) => scheduler.cut() },
    });
    expect(ran.map(({ scenario }) => scenario)).toEqual(['busy', 'busy']);
    expect([dropped, endMs, timersLeft]).toEqual([[], 13_000, 0]);
  });

  test('the schedule begins when the VUs are there', async () => {
    const { ran, dropped } = await rig({
      scenarios: {
        busy: { executor: 'constant-vus', duration: '10s', gracefulStop: '0s' },
        rate: { executor: 'constant-arrival-rate', rate: 1, duration: '2s', preAllocatedVUs: 1, startTime: '10s' },
      },
      iterationMs: ({ scenario }) => (scenario === 'busy' ? 60_000 : 100),
      interruptedMs: () => 3000,
    });
    expect(ran.map(({ scenario, startMs }) => [scenario, startMs])).toEqual([
      ['busy', 0],
      ['rate', 13_000],
      ['rate', 14_000],
    ]);
    expect(dropped).toEqual([]);
  });

  test.each([0, 2])(
    'an iteration that ends the run as it begins is the last one and leaves no timer: %i',
    async (last) => {
      const { ran, dropped, endMs, timersLeft } = await rig({
        scenarios: arrivals({}),
        iterationMs: ({ job }, scheduler) => {
          if (job.iterationInTest === last) scheduler.cut();
          return 150;
        },
      });
      expect([ran.length, dropped, endMs, timersLeft]).toEqual([last + 1, [], last * 100, 0]);
    },
  );
});
