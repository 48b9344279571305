import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallPace } from '../../../cli/platform/call-pace.ts';

describe('the pace of calls with one token', () => {
  it('grants the calls of a minute at once', () => {
    const pace = new CallPace(3);
    expect([pace.grant(1_000), pace.grant(1_000), pace.grant(1_001)]).toEqual([1_000, 1_000, 1_001]);
  });

  it('delays the call that would be one too many in a minute', () => {
    const pace = new CallPace(2);
    expect([0, 10_000, 20_000, 20_000].map((nowMs) => pace.grant(nowMs))).toEqual([0, 10_000, 60_000, 70_000]);
  });

  it('grants no call before a pause that the org asked for is over', () => {
    const pace = new CallPace(100);
    pace.pauseUntil(5_000);
    expect([pace.grant(1_000), pace.grant(6_000)]).toEqual([5_000, 6_000]);
  });

  it('never grants more calls than allowed in any minute', () => {
    const steps = fc.array(fc.record({ afterMs: fc.nat(30_000), pauseMs: fc.option(fc.nat(90_000)) }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), steps, (perMinute, all) => {
        const pace = new CallPace(perMinute);
        let nowMs = 0;
        const granted: number[] = [];
        for (const { afterMs, pauseMs } of all) {
          nowMs += afterMs;
          if (pauseMs !== null) pace.pauseUntil(nowMs + pauseMs);
          const atMs = pace.grant(nowMs);
          expect(atMs).toBeGreaterThanOrEqual(nowMs);
          granted.push(atMs);
        }
        for (const atMs of granted)
          expect(granted.filter((other) => other > atMs - 60_000 && other <= atMs).length).toBeLessThanOrEqual(
            perMinute,
          );
      }),
    );
  });
});
