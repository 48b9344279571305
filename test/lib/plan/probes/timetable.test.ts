import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../../lib/plan/probes/phase.ts';
import { agentsMs, lengthMs, maxOffered, offeredAtMs, timetable } from '../../../../lib/plan/probes/timetable.ts';

const probe: Probe = { offer: 61, perMinute: 60, holdMs: 10_000, restMs: 2_000, knocks: 4 };

describe('the timetable of a phase', () => {
  it('offers at the pace, holds, has all leave, and rests before the next probe', () => {
    expect(timetable({ probes: [probe, probe] })).toEqual([
      { startsMs: 0, offeredMs: 60_000, leaveMs: 70_000, goneMs: 72_250 },
      { startsMs: 72_250, offeredMs: 132_250, leaveMs: 142_250, goneMs: 144_500 },
    ]);
    expect(lengthMs({ probes: [probe, probe] })).toBe(144_500);
  });

  it('begins when the agents are there', () => {
    const phase = { probes: [probe], agents: 100 };
    expect(timetable(phase)[0]?.startsMs).toBe(agentsMs(phase));
    expect(agentsMs(phase)).toBeGreaterThan(0);
  });

  it('has every session come while all are to stay, knocks in the hold, in order', () => {
    const probes = fc.record({
      offer: fc.integer({ min: 1, max: 300 }),
      perMinute: fc.integer({ min: 1, max: 20_000 }),
      holdMs: fc.integer({ min: 100, max: 60_000 }),
      restMs: fc.integer({ min: 0, max: 5_000 }),
      knocks: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(fc.array(probes, { minLength: 1, maxLength: 4 }), (all) => {
        for (const [place, times] of timetable({ probes: all }).entries()) {
          const one = all[place] as Probe;
          const come = Array.from({ length: one.offer + one.knocks }, (_, n) => offeredAtMs(one, times, n));
          expect(come).toEqual([...come].sort((a, b) => a - b));
          expect(come[0]).toBe(times.startsMs);
          expect(come[one.offer - 1]).toBeCloseTo(times.offeredMs);
          expect(come.at(-1)).toBeLessThan(times.leaveMs);
          for (const knock of come.slice(one.offer)) expect(knock).toBeGreaterThan(times.offeredMs);
        }
        expect(maxOffered({ probes: all })).toBe(Math.max(...all.map(({ offer, knocks }) => offer + knocks)));
      }),
    );
  });
});
