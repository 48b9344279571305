import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotIn, stormsLongestMs, stormsOf } from '../../../lib/plan/storm-timetable.ts';
import { aPlan } from './a-plan.ts';

const customers = { sessions: 100, perMinute: 600, hold: '20s', teardown: '10s', longestVisit: '5m' };

describe('the storms of a plan', () => {
  it('come one after another: ramp, hold, drop, watch, teardown, rest', () => {
    const plan = aPlan({ customers, storm: { watch: '1m', rest: '30s' } });
    expect(stormsOf(plan)).toEqual([
      { reconnect: 'sdk', startsMs: 0, dropsMs: 30_000, watchEndsMs: 90_000, goneMs: 100_000 },
      { reconnect: 'backoff', startsMs: 130_000, dropsMs: 160_000, watchEndsMs: 220_000, goneMs: 230_000 },
    ]);
    expect(stormsLongestMs(plan)).toBe(230_000 + 70_000);
  });

  it('are those that the plan names, in its order', () => {
    const plan = aPlan({ customers, storm: { reconnect: ['backoff'] } });
    expect(stormsOf(plan).map(({ reconnect }) => reconnect)).toEqual(['backoff']);
  });

  it('have every session in before the hold, and gone by their end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 10_000 }), (sessions, perMinute) => {
        const plan = aPlan({ customers: { ...customers, sessions, perMinute } });
        for (const storm of stormsOf(plan)) {
          const times = [0, Math.floor(sessions / 2), sessions - 1].map((slot) => slotIn(storm, plan, slot));
          for (const { comesMs, leavesMs } of times) {
            expect(comesMs).toBeGreaterThanOrEqual(storm.startsMs);
            expect(comesMs).toBeLessThanOrEqual(storm.dropsMs - 20_000);
            expect(leavesMs).toBeGreaterThan(storm.watchEndsMs);
            expect(leavesMs).toBeLessThanOrEqual(storm.goneMs);
          }
        }
      }),
    );
  });

  it.each([
    ['no way back', [], 'storm.reconnect: []; allowed: at least one of "sdk" and "backoff"'],
    ['the same way twice', ['sdk', 'sdk'], 'storm.reconnect: ["sdk","sdk"]; allowed: "sdk" and "backoff", each once'],
  ])('a plan with %s is refused in one line', (_, reconnect, says) => {
    expect(() => aPlan({ storm: { reconnect } })).toThrow(says);
  });
});
