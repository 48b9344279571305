import { describe, expect, test } from 'vitest';
import { ascending } from './ascending.ts';
import { rig } from './virtual-executor.ts';

describe('per-vu-iterations', () => {
  test('each VU runs its own number of iterations', async () => {
    const { ran } = await rig({
      scenarios: { s: { executor: 'per-vu-iterations', vus: 3, iterations: 2 } },
      iterationMs: ({ vu }) => vu * 1000,
    });
    expect([1, 2, 3].map((vu) => ran.filter((one) => one.vu === vu).length)).toEqual([2, 2, 2]);
    expect(ascending(ran.map(({ job }) => job.iterationInTest))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a scenario without settings is one VU and one iteration', async () => {
    const { ran } = await rig({ scenarios: { s: { executor: 'per-vu-iterations' } }, iterationMs: () => 10 });
    expect(ran).toHaveLength(1);
  });

  test('iterations that maxDuration keeps from starting are dropped, VU by VU', async () => {
    const { ran, dropped, endMs } = await rig({
      scenarios: { s: { executor: 'per-vu-iterations', vus: 2, iterations: 5, maxDuration: '10s' } },
      iterationMs: ({ vu }) => (vu === 1 ? 4000 : 6000),
    });
    expect(ran).toHaveLength(3 + 2);
    expect(ascending(dropped.map(({ value }) => value))).toEqual([2, 3]);
    expect(dropped[0]?.tags).toEqual({ scenario: 's' });
    expect(endMs).toBe(12_000);
  });

  test('iterations of a VU that an earlier scenario gave back too late are dropped', async () => {
    const { ran, dropped, vusMade } = await rig({
      scenarios: {
        before: { executor: 'constant-vus', duration: '5s', gracefulStop: '0s' },
        s: { executor: 'per-vu-iterations', iterations: 4, startTime: '5s', maxDuration: '1s', gracefulStop: '0s' },
      },
      iterationMs: () => 60_000,
      interruptedMs: () => 3000,
    });
    expect(vusMade).toBe(1);
    expect(ran.map(({ scenario }) => scenario)).toEqual(['before']);
    expect(dropped.map(({ value, tags }) => [value, tags])).toEqual([[4, { scenario: 's' }]]);
  });

  test('an abort drops no iteration of a VU that waits for its turn', async () => {
    const { dropped } = await rig({
      scenarios: {
        before: { executor: 'constant-vus', duration: '5s', gracefulStop: '0s' },
        s: { executor: 'per-vu-iterations', iterations: 4, startTime: '5s', maxDuration: '1s', gracefulStop: '0s' },
      },
      iterationMs: () => 60_000,
      interruptedMs: () => 3000,
      at: { 5500: (scheduler) => scheduler.cut() },
    });
    expect(dropped).toEqual([]);
  });

  test('an iteration running at maxDuration has gracefulStop to finish', async () => {
    const { ran } = await rig({
      scenarios: { s: { executor: 'per-vu-iterations', maxDuration: '10s', gracefulStop: '5s' } },
      iterationMs: () => 60_000,
    });
    expect(ran.map(({ outcome, endMs }) => [outcome, endMs])).toEqual([['interrupted', 15_000]]);
  });
});

describe('shared-iterations', () => {
  test('faster VUs take more of the iterations', async () => {
    const { ran, endMs, dropped } = await rig({
      scenarios: { s: { executor: 'shared-iterations', vus: 2, iterations: 6 } },
      iterationMs: ({ vu }) => (vu === 1 ? 1000 : 5000),
    });
    expect(ran.filter(({ vu }) => vu === 1)).toHaveLength(5);
    expect(ran).toHaveLength(6);
    expect(endMs).toBe(5000);
    expect(dropped).toEqual([]);
  });

  test('the remainder at maxDuration is dropped in one sample', async () => {
    const { ran, dropped } = await rig({
      scenarios: { s: { executor: 'shared-iterations', vus: 2, iterations: 100, maxDuration: '3s' } },
      iterationMs: () => 1000,
    });
    expect(ran).toHaveLength(6);
    expect(dropped.map(({ value }) => value)).toEqual([94]);
  });

  test('an abort drops no iteration and starts none', async () => {
    const { ran, dropped, activity, endMs, timersLeft } = await rig({
      scenarios: { s: { executor: 'shared-iterations', vus: 2, iterations: 100 } },
      iterationMs: () => 1000,
      at: { 2500: (scheduler) => scheduler.cut() },
    });
    expect(endMs).toBe(2500);
    expect(ran).toHaveLength(6);
    expect(activity).toMatchObject({ iterationsCompleted: 4, iterationsInterrupted: 2, vusActive: 0 });
    expect(dropped).toEqual([]);
    expect(timersLeft).toBe(0);
  });
});
