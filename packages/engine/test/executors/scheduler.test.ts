import { describe, expect, test } from 'vitest';
import { progressFraction } from '../../src/executors/executor.ts';
import { ascending } from './ascending.ts';
import { rig } from './virtual-executor.ts';

describe('scenarios of one run', () => {
  test('each scenario starts at its startTime and knows when that was', async () => {
    const { ran } = await rig({
      scenarios: {
        a: { executor: 'per-vu-iterations' },
        b: { executor: 'per-vu-iterations', startTime: '5s', exec: 'other', env: { X: '1' }, tags: { t: 'v' } },
      },
      iterationMs: () => 1000,
    });
    expect(ran.map(({ scenario, startMs }) => [scenario, startMs])).toEqual([
      ['a', 0],
      ['b', 5000],
    ]);
    expect(ran[1]?.job.scenario).toMatchObject({
      name: 'b',
      executor: 'per-vu-iterations',
      exec: 'other',
      env: { X: '1' },
      tags: { t: 'v' },
      startTime: 1_700_000_005_000,
    });
  });

  test('scenarios share one pool: ids are one sequence, and a VU done with one scenario serves a later one', async () => {
    const { ran, vusMade } = await rig({
      scenarios: {
        a: { executor: 'per-vu-iterations', vus: 2, maxDuration: '10s', gracefulStop: '0s' },
        b: { executor: 'per-vu-iterations', vus: 2, maxDuration: '10s', gracefulStop: '0s' },
        later: { executor: 'per-vu-iterations', vus: 3, startTime: '20s' },
      },
      iterationMs: () => 1000,
    });
    expect(vusMade).toBe(4);
    const ids = (scenario: string) => ran.filter((one) => one.scenario === scenario).map(({ vu }) => vu);
    expect(ascending([...ids('a'), ...ids('b')])).toEqual([1, 2, 3, 4]);
    expect(ids('later').every((vu) => vu <= 4)).toBe(true);
  });

  test.each([
    { executor: 'constant-vus', vus: 1, duration: '5s' },
    { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '5s', target: 1 }] },
    { executor: 'per-vu-iterations', vus: 1, maxDuration: '5s' },
    { executor: 'shared-iterations', vus: 1, maxDuration: '5s' },
  ])('a scenario that is over before a VU is free runs nothing, and the VU serves the next one: %j', async (late) => {
    const { ran, activity, timersLeft } = await rig({
      scenarios: {
        busy: { executor: 'constant-vus', duration: '10s', gracefulStop: '0s' },
        late: { ...late, startTime: '10s', gracefulStop: '0s' },
        next: { executor: 'per-vu-iterations', startTime: '20s' },
      },
      iterationMs: ({ scenario }) => (scenario === 'busy' ? 60_000 : 100),
      interruptedMs: () => 8000,
    });
    expect(ran.map(({ scenario, vu, endMs }) => [scenario, vu, endMs])).toEqual([
      ['busy', 1, 18_000],
      ['next', 1, 20_100],
    ]);
    expect([activity.vusActive, timersLeft]).toEqual([0, 0]);
  });

  test('iterations are counted per scenario, and per VU within it', async () => {
    const { ran } = await rig({
      scenarios: {
        a: { executor: 'per-vu-iterations', iterations: 3, maxDuration: '10s', gracefulStop: '0s' },
        b: { executor: 'per-vu-iterations', iterations: 2, startTime: '10s' },
      },
      iterationMs: () => 1000,
    });
    expect(ran.map(({ vu, job }) => [vu, job.iterationInInstance, job.iterationInScenario])).toEqual([
      [1, 0, 0],
      [1, 1, 1],
      [1, 2, 2],
      [1, 0, 0],
      [1, 1, 1],
    ]);
  });

  test('the progress goes from 0 to 1', async () => {
    const seen: number[] = [];
    const note = (scheduler: { scenarios: readonly { progress(): number }[] }) =>
      seen.push(...scheduler.scenarios.map((scenario) => scenario.progress()));
    await rig({
      scenarios: {
        loop: { executor: 'constant-vus', duration: '10s' },
        count: { executor: 'shared-iterations', iterations: 4 },
        each: { executor: 'per-vu-iterations', vus: 2, iterations: 2 },
        later: { executor: 'constant-vus', duration: '10s', startTime: '9s' },
      },
      iterationMs: () => 2000,
      at: { 2500: note, 9500: note },
    });
    expect(seen).toEqual([0.25, 0.25, 0.5, 0, 0.95, 1, 1, 0.05]);
  });

  test('an abort ends all scenarios at once, those waiting for startTime too', async () => {
    const { ran, endMs, timersLeft } = await rig({
      scenarios: {
        loop: { executor: 'constant-vus', duration: '60s' },
        rate: { executor: 'constant-arrival-rate', rate: 1, duration: '60s', preAllocatedVUs: 5 },
        later: { executor: 'constant-vus', duration: '60s', startTime: '30s' },
      },
      iterationMs: () => 100_000,
      at: { 1500: (scheduler) => scheduler.cut() },
    });
    expect(endMs).toBe(1500);
    expect(ran.map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted', 'interrupted']);
    expect(timersLeft).toBe(0);
  });

  test.each([
    { executor: 'constant-vus', duration: '5s' },
    { executor: 'ramping-vus', stages: [{ duration: '5s', target: 1 }] },
    { executor: 'per-vu-iterations' },
    { executor: 'shared-iterations' },
    { executor: 'constant-arrival-rate', rate: 1, duration: '5s', preAllocatedVUs: 1 },
  ])('a run that ends before a scenario begins runs, drops and waits for nothing of it: %j', async (late) => {
    const { ran, dropped, endMs, timersLeft } = await rig({
      scenarios: { late: { ...late, startTime: '10s' } },
      iterationMs: () => 100,
      at: { 2000: (scheduler) => scheduler.cut() },
    });
    expect([ran, dropped, endMs, timersLeft]).toEqual([[], [], 2000, 0]);
  });

  test('the progress of a scenario that never began is 0', async () => {
    const seen: number[] = [];
    await rig({
      scenarios: {
        busy: { executor: 'constant-vus', duration: '5s' },
        late: { executor: 'constant-vus', duration: '5s', startTime: '10s' },
      },
      iterationMs: () => 60_000,
      interruptedMs: () => 3000,
      at: {
        2000: (scheduler) => scheduler.cut(),
        4000: (scheduler) => seen.push(scheduler.scenarios[1]?.progress() ?? -1),
      },
    });
    expect(seen).toEqual([0]);
  });
});

describe('the state that a scenario reports', () => {
  test('the progress of a scenario goes from 0 to 1, and is 1 where there was nothing to do', () => {
    expect([progressFraction(-1, 4), progressFraction(1, 4), progressFraction(9, 4), progressFraction(0, 0)]).toEqual([
      0, 0.25, 1, 1,
    ]);
  });

  test('VUs count as active while a scenario has them', async () => {
    const seen: number[] = [];
    const note = (_scheduler: unknown, { vusActive }: { vusActive: number }) => seen.push(vusActive);
    const { activity } = await rig({
      scenarios: {
        loop: { executor: 'constant-vus', vus: 3, duration: '10s', gracefulStop: '0s' },
        rate: { executor: 'constant-arrival-rate', rate: 1, duration: '3s', preAllocatedVUs: 2, startTime: '20s' },
        each: { executor: 'per-vu-iterations', vus: 2, startTime: '30s' },
      },
      iterationMs: () => 700,
      at: { 5000: note, 15000: note, 20300: note, 20800: note, 30300: note },
    });
    expect(seen).toEqual([3, 0, 1, 0, 2]);
    expect(activity.vusActive).toBe(0);
  });

  test('each iteration counts as complete or as interrupted', async () => {
    const { activity } = await rig({
      scenarios: { loop: { executor: 'constant-vus', duration: '10s', gracefulStop: '1s' } },
      iterationMs: () => 4000,
    });
    expect([activity.iterationsCompleted, activity.iterationsInterrupted]).toEqual([2, 1]);
  });

  test('a job tells the progress of its scenario', async () => {
    const { ran } = await rig({
      scenarios: { each: { executor: 'per-vu-iterations', iterations: 4 } },
      iterationMs: ({ job }) => 1000 + job.scenario.progress() * 1000,
    });
    expect(ran.map(({ startMs, endMs }) => endMs - startMs)).toEqual([1000, 1250, 1500, 1750]);
  });

  test('a scenario without startTime starts at once', async () => {
    const { ran } = await rig({
      scenarios: { a: { executor: 'per-vu-iterations', startTime: '0s' } },
      iterationMs: () => 1,
      at: { 0: (scheduler) => expect(scheduler.scenarios[0]?.progress()).toBe(0) },
    });
    expect(ran).toHaveLength(1);
  });

  test('a VU that breaks ends the run and its iteration counts as interrupted', async () => {
    const { errors, activity } = await rig({
      scenarios: { each: { executor: 'per-vu-iterations' } },
      iterationMs: () => {
        throw new Error('broken');
      },
    });
    expect(errors).toEqual([new Error('broken')]);
    expect([activity.iterationsCompleted, activity.iterationsInterrupted]).toEqual([0, 1]);
  });

  test('the VU of a dropped iteration is metadata, where vu is a system tag', async () => {
    const scenarios = { s: { executor: 'per-vu-iterations', vus: 2, iterations: 3, maxDuration: '1s' } };
    const without = await rig({ scenarios, iterationMs: () => 1500 });
    expect(without.dropped.map(({ metadata }) => metadata)).toEqual([undefined, undefined]);
    const withVu = await rig({ scenarios, iterationMs: () => 1500, systemTags: ['vu'] });
    expect(withVu.dropped.map(({ metadata, tags }) => [metadata, tags])).toEqual([
      [{ vu: '1' }, {}],
      [{ vu: '2' }, {}],
    ]);
    const shared = { s: { executor: 'shared-iterations', iterations: 3, maxDuration: '1s' } };
    const nobody = await rig({ scenarios: shared, iterationMs: () => 1500, systemTags: ['vu'] });
    expect(nobody.dropped.map(({ metadata }) => metadata)).toEqual([undefined]);
  });
});

describe('execution segments of one test', () => {
  const scenarios = {
    customers: { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '5s', target: 10 }], gracefulStop: '0s' },
    agents: { executor: 'constant-arrival-rate', rate: 7, duration: '5s', preAllocatedVUs: 9, gracefulStop: '0s' },
    once: { executor: 'shared-iterations', vus: 4, iterations: 10 },
    each: { executor: 'per-vu-iterations', vus: 3, iterations: 2 },
  };
  const run = (segment: string) =>
    rig({ scenarios, iterationMs: () => 700, segment, sequence: segment === '' ? '' : '0,1/4,2/4,3/4,1' });

  test('four quarters give together the VUs, iterations and ids of the whole', async () => {
    const whole = await run('');
    const quarters = await Promise.all(['0:1/4', '1/4:2/4', '2/4:3/4', '3/4:1'].map(run));
    expect(quarters.reduce((sum, { vusMade }) => sum + vusMade, 0)).toBe(whole.vusMade);
    const ids = quarters.flatMap(({ ran }) => [...new Set(ran.map(({ idInTest }) => idInTest))]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const name of ['agents', 'once']) {
      const numbers = (ran: typeof whole.ran) =>
        ran.filter(({ scenario }) => scenario === name).map(({ job }) => job.iterationInTest);
      const parts = quarters.flatMap(({ ran }) => numbers(ran));
      expect([name, ascending(parts)]).toEqual([name, ascending(numbers(whole.ran))]);
    }
  });

  test('the segments of per-vu-iterations divide the VUs alone: iteration numbers are unique, not without gaps', async () => {
    const quarters = await Promise.all(['0:1/4', '1/4:2/4', '2/4:3/4', '3/4:1'].map(run));
    const numbers = quarters.map(({ ran }) =>
      ran.filter(({ scenario }) => scenario === 'each').map(({ job }) => job.iterationInTest),
    );
    expect(numbers).toEqual([[0, 4], [1, 5], [2, 6], []]);
  });

  test('the arrivals of a segment keep their times', async () => {
    const times = (ran: Awaited<ReturnType<typeof run>>['ran']) =>
      ran.filter(({ scenario }) => scenario === 'agents').map(({ startMs, job }) => [job.iterationInTest, startMs]);
    const whole = await run('');
    const second = await run('1/4:2/4');
    const all = new Map(times(whole.ran) as [number, number][]);
    for (const [number, ms] of times(second.ran)) expect(all.get(number ?? -1)).toBe(ms);
  });

  test.each([
    { executor: 'constant-vus', vus: 1, duration: '1s' },
    { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '1s', target: 1 }] },
    { executor: 'per-vu-iterations', vus: 1 },
    { executor: 'shared-iterations', vus: 1, iterations: 2 },
    { executor: 'shared-iterations', vus: 1, iterations: 1 },
    { executor: 'constant-arrival-rate', rate: 9, duration: '1s', preAllocatedVUs: 1 },
    { executor: 'ramping-arrival-rate', startRate: 9, stages: [{ duration: '1s', target: 9 }], preAllocatedVUs: 1 },
  ])('an executor without work in a segment is skipped: %j', async (one) => {
    const scenarios = (segment: string) =>
      new Promise<number>((resolve) => {
        const note = (scheduler: { scenarios: readonly unknown[] }) => resolve(scheduler.scenarios.length);
        const company = { executor: 'constant-vus', vus: 4, duration: '1s', gracefulStop: '0s' };
        rig({ scenarios: { one, company }, iterationMs: () => 100, segment, at: { 0: note } });
      });
    expect([await scenarios('0:1/4'), await scenarios('3/4:1')]).toEqual([2, 1]);
  });

  const SEQUENCE = '0,1/4,2/4,3/4,1';
  const inQuarters = (scenario: object, iterationMs = 1) =>
    Promise.all(
      ['0:1/4', '1/4:2/4', '2/4:3/4', '3/4:1'].map((segment) =>
        rig({ scenarios: { one: scenario }, iterationMs: () => iterationMs, segment, sequence: SEQUENCE }),
      ),
    );
  const numbered = (ran: Awaited<ReturnType<typeof rig>>['ran']) =>
    ran.map(({ job, startMs }) => [job.iterationInTest, startMs] as const);

  test('shared iterations that no VU of the segment can run are left to the others', async () => {
    const parts = await inQuarters({ executor: 'shared-iterations', vus: 2, iterations: 8 });
    expect(parts.map(({ ran, vusMade }) => [ran.length, vusMade])).toEqual([
      [4, 1],
      [4, 1],
      [0, 0],
      [0, 0],
    ]);
    const numbers = parts.flatMap(({ ran }) => numbered(ran).map(([number]) => number));
    expect(ascending(numbers)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test.each([
    { executor: 'constant-arrival-rate', rate: 8, duration: '2s', preAllocatedVUs: 1, maxVUs: 3 },
    { executor: 'ramping-arrival-rate', startRate: 8, stages: [{ duration: '2s', target: 2 }], preAllocatedVUs: 3 },
  ])('arrivals that no VU of the segment can serve are left to the others, at their times: %j', async (scenario) => {
    const whole = await rig({ scenarios: { one: scenario }, iterationMs: () => 1 });
    const parts = await inQuarters({ ...scenario, preAllocatedVUs: 3 });
    expect(parts.map(({ ran, vusMade }) => [ran.length > 0, vusMade])).toEqual([
      [true, 1],
      [true, 1],
      [true, 1],
      [false, 0],
    ]);
    const byNumber = (all: readonly (readonly [number, number])[]) => [...all].sort(([a], [b]) => a - b);
    expect(byNumber(parts.flatMap(({ ran }) => numbered(ran)))).toEqual(byNumber(numbered(whole.ran)));
  });
});
