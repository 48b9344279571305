import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../lib/plan/duration.ts';
import { phaseAt, plannedSessions, scheduleOf } from '../../../lib/plan/schedule.ts';
import { aPlan, planJson } from './a-plan.ts';

describe('the schedule of a plan', () => {
  const plan = aPlan();
  const schedule = scheduleOf(plan);

  it('ramps at the planned rate, holds, tears down', () => {
    expect(schedule).toMatchObject({ rampMs: 120_000, holdEndsMs: 720_000, teardownEndsMs: 1_320_000 });
    expect([0, 119_999, 120_000, 719_999, 720_000].map((at) => phaseAt(schedule, at))).toEqual([
      'ramp',
      'ramp',
      'hold',
      'hold',
      'teardown',
    ]);
  });

  it("gives a VU that is told to stop longer than the longest visit, k6's longest handshake and the gap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 10_000 }), fc.nat(10_000), fc.boolean(), (visitS, gapS, natural) => {
        const staggering = natural ? 'natural' : 'uniform';
        const lengths = { longestVisit: `${visitS}s`, gap: `${gapS}s`, staggering };
        const { visitGraceMs, longestMs, teardownEndsMs } = scheduleOf(
          aPlan({ customers: { ...planJson().customers, ...lengths } }),
        );
        expect(visitGraceMs).toBeGreaterThan((visitS + gapS) * 1_000 + 60_000);
        expect(longestMs).toBeGreaterThanOrEqual(teardownEndsMs + visitGraceMs);
      }),
    );
  });

  it('lasts as long as agents log in, where that goes on after the customers have left', () => {
    const { longestMs } = scheduleOf(aPlan({ agents: { ...planJson().agents, count: 2_000, perMinute: 30 } }));
    expect(longestMs).toBeGreaterThanOrEqual((2_000 / 30) * 60_000);
  });

  it('plans sessions that rise to the peak, stay, and fall to none', () => {
    const at = (ms: number) => plannedSessions(plan, schedule, ms);
    expect([at(60_000), at(120_000), at(700_000), at(1_020_000), at(1_320_000)]).toEqual([50, 100, 100, 50, 0]);
  });

  it('never plans more than the peak', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (ms) => {
        const planned = plannedSessions(plan, schedule, ms);
        expect(planned).toBeGreaterThanOrEqual(0);
        expect(planned).toBeLessThanOrEqual(plan.customers.sessions);
      }),
    );
  });
});

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['2s', 2_000],
    ['1h30m', 5_400_000],
    ['1.5m', 90_000],
  ])('the duration %s is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', '10', 's', '1 s', '-1s', '1w'])('"%s" is no duration', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );

  it('durations come back as they were written', () => {
    fc.assert(fc.property(fc.nat(1e9), (ms) => parseDuration(formatDuration(ms)) === ms));
  });
});
