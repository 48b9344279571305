import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentsIn } from '../../../lib/plan/refuse.ts';
import { plannedSessions, plannedVisits, scheduleOf } from '../../../lib/plan/schedule.ts';
import { logInMs, slotsOf, slotTimes } from '../../../lib/plan/slots.ts';
import { transportOf } from '../../../lib/plan/transport-choice.ts';
import { agentsScenario, customersScenario } from '../../../thresholds/executors.ts';
import { customersGate } from '../../../thresholds/gates.ts';
import { aPlan } from './a-plan.ts';

const customers = (more: object) => ({ sessions: 100, perMinute: 50, hold: '10m', longestVisit: '5m', ...more });

describe('the slots of the dense transport', () => {
  it('start and stop as ramping-vus starts and stops VUs: evenly in the ramp, last in first out in the teardown', () => {
    const plan = aPlan({ customers: customers({ sessions: 4, perMinute: 4, hold: '1m', teardown: '2m' }) });
    const times = [0, 1, 2, 3].map((slot) => slotTimes(plan, scheduleOf(plan), slot));
    expect(times.map(({ startsMs }) => startsMs)).toEqual([15_000, 30_000, 45_000, 60_000]);
    expect(times.map(({ stopsMs }) => stopsMs)).toEqual([240_000, 210_000, 180_000, 150_000]);
  });

  it('are shared out over the VUs without a gap or a double, and no VU has more than its share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 200 }), (sessions, perVu) => {
        const vus = Math.ceil(sessions / perVu);
        const shares = Array.from({ length: vus }, (_, index) => slotsOf(sessions, perVu, index));
        expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: sessions }, (_, slot) => slot));
        expect(Math.max(...shares.map(({ length }) => length))).toBeLessThanOrEqual(perVu);
      }),
    );
  });
});

describe("the agents' scenario", () => {
  it.each([
    [20, 50],
    [1, 6_000],
    [2_000, 50],
    [7, 0.5],
  ])('the scenario starts exactly %i shifts at %d a minute', (count, perMinute) => {
    const plan = aPlan({ agents: { count, perMinute, capacity: 1, tokens: { source: 'simulated' } } });
    const { rate, duration } = agentsScenario(plan, { ...plan.agents, count } as never) as {
      rate: number;
      duration: string;
    };
    const spacingMs = 3_600_000 / rate;
    expect((count - 1) * spacingMs).toBeLessThan(Number.parseFloat(duration));
    expect(count * spacingMs).toBeGreaterThanOrEqual(Number.parseFloat(duration) - 1);
  });

  it.each([
    [12, 4, 3],
    [10, 4, 3],
    [4, 50, 1],
  ])(
    'the scenario of %i agents, %i a VU, has %i VUs with one iteration each, and k6 waits until the last call is through',
    (count, agentsPerVu, vus) => {
      const plan = aPlan({
        agents: { count, agentsPerVu, perMinute: 50, capacity: 1, tokens: { source: 'simulated' } },
      });
      const { shiftEndsMs, longestMs } = scheduleOf(plan);
      expect(agentsScenario(plan, agentsIn(plan))).toEqual({
        executor: 'per-vu-iterations',
        exec: 'agent',
        vus,
        iterations: 1,
        maxDuration: `${shiftEndsMs}ms`,
        gracefulStop: `${longestMs - shiftEndsMs}ms`,
      });
    },
  );

  it('the agents log in at the planned rate, whichever VU plays them', () => {
    const plan = aPlan({
      agents: { count: 12, agentsPerVu: 4, perMinute: 60, capacity: 1, tokens: { source: 'simulated' } },
    });
    const slots = [0, 1, 2].flatMap((vu) => slotsOf(12, 4, vu));
    const times = slots.map((slot) => logInMs(scheduleOf(plan), 12, slot)).sort((a, b) => a - b);
    expect(times).toEqual(Array.from({ length: 12 }, (_, agent) => agent * 1_000));
  });
});

describe('the open model', () => {
  const open = (more: object = {}) =>
    aPlan({ customers: customers({ model: 'open', visitsPerMinute: 0.5, teardown: '2m', ...more }) });

  it('begins visits at a rate that rises, holds and falls, and has VUs for as many as may be at once', () => {
    expect(customersScenario(open())).toMatchObject({
      executor: 'ramping-arrival-rate',
      timeUnit: '1h',
      stages: [
        { target: 30, duration: '120000ms' },
        { target: 30, duration: '600000ms' },
        { target: 0, duration: '120000ms' },
      ],
      preAllocatedVUs: 100,
    });
  });

  it('plans its visits, which the gates demand, and no particular number of sessions', () => {
    const plan = open({ visitsPerMinute: 10 });
    expect(plannedVisits(plan, scheduleOf(plan))).toBe(120);
    expect(customersGate(plan).guest_sessions_opened).toEqual(['count>=114']);
    expect(plannedSessions(plan, scheduleOf(plan), 300_000)).toBe(0);
  });

  it.each([
    ['without visits a minute', { visitsPerMinute: undefined }],
    ['in the dense transport', { transport: 'dense' }],
    ['in the closed model', { model: 'closed' }],
  ])('the open model is refused %s', (_, more) => {
    expect(() => open(more)).toThrow(/customers/);
  });
});

describe('the transport', () => {
  it("the transport auto is exact while the sessions, at 1 MB each, fit the plan's generators: the seed's 10,000 fit one of 16 GB", () => {
    expect(transportOf(aPlan({ customers: customers({ sessions: 10_000 }) }))).toBe('exact');
    expect(transportOf(aPlan({ customers: customers({ sessions: 16_001 }) }))).toBe('dense');
    const generators = { count: 2 };
    expect(transportOf(aPlan({ customers: customers({ sessions: 16_001 }), generators }))).toBe('exact');
  });

  it('the transport decides the scenario: a VU a session, or a VU for many', () => {
    expect(customersScenario(aPlan())).toMatchObject({ executor: 'ramping-vus' });
    const dense = aPlan({ customers: customers({ transport: 'dense', sessionsPerVu: 30 }) });
    expect(customersScenario(dense)).toMatchObject({ executor: 'per-vu-iterations', vus: 4, iterations: 1 });
  });
});
