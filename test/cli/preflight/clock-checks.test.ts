import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aheadMs, clockCheck } from '../../../cli/preflight/clock-checks.ts';

/** An answer of an org whose clock is `skewMs` ahead, as this machine sees it. */
function answered(skewMs: number, sentAtMs: number, thereMs: number, backMs: number) {
  const date = new Date(sentAtMs + thereMs + skewMs).toUTCString();
  return { date, sentAtMs, answeredAtMs: sentAtMs + thereMs + backMs };
}

describe("this machine's clock", () => {
  const way = fc.integer({ min: 0, max: 3_000 });
  const at = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });

  it("is never said to be off by more than it is, however long the answer's ways are", () => {
    const skew = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(skew, at, way, way, (skewMs, sentAtMs, thereMs, backMs) => {
        const server = answered(skewMs, sentAtMs, thereMs, backMs);
        const [least, most] = aheadMs(server);
        expect(least).toBeLessThanOrEqual(skewMs);
        expect(most).toBeGreaterThanOrEqual(skewMs);
        if (Math.abs(skewMs) <= 1_000) expect(clockCheck(server).state).toBe('ok');
        if (Math.abs(skewMs) > 2_000 + thereMs + backMs) expect(clockCheck(server).state).toBe('warn');
      }),
    );
  });

  it('is named with the side and the seconds, and unknown where the answer has no date', () => {
    const nowMs = Date.parse('2026-11-30T09:00:00.000Z');
    expect(clockCheck(answered(30_000, nowMs, 0, 200)).is).toContain('is at least 29.8 s behind the org’s');
    expect(clockCheck(answered(-30_000, nowMs, 0, 200)).is).toContain('is at least 29.0 s ahead of the org’s');
    expect(clockCheck(undefined)).toMatchObject({ state: 'unknown' });
  });
});
