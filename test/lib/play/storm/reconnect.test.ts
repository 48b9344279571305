import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullJitterMs } from '../../../../lib/base/backoff.ts';
import { seededRandom } from '../../../../lib/base/random.ts';
import type { Reconnect } from '../../../../lib/plan/schema.ts';
import { nextTryMs, type Without } from '../../../../lib/play/storm/reconnect.ts';

const retry = { firstMs: 2_000, factor: 2, capMs: 30_000, jitter: 0.2, attempts: 6, honourRetryAfter: true };
const dropped: Without = { failures: 0, status: undefined, retryAfterMs: undefined };

/** Every wait of a session that is refused each time. */
function waits(reconnect: Reconnect, refusal: Partial<Without>, random: () => number): number[] {
  const all: number[] = [];
  for (let failures = 0; failures < 1_000; failures++) {
    const waitMs = nextTryMs(reconnect, retry, { ...dropped, ...(failures > 0 ? refusal : {}), failures }, random());
    if (waitMs === undefined) break;
    all.push(waitMs);
  }
  return all;
}

describe("the official SDKs' way back", () => {
  it('the way back is a try each 5 s, 60 of them, whatever chance and the server say', () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(fc.nat(600_000), { nil: undefined }), (seed, retryAfterMs) => {
        expect(waits('sdk', { status: 503, retryAfterMs }, seededRandom(seed))).toEqual(new Array(60).fill(5_000));
      }),
    );
  });

  it('the way back ends with a 403: access is denied', () => {
    expect(waits('sdk', { status: 403 }, () => 0.5)).toEqual([5_000]);
  });
});

describe('our backoff', () => {
  it("makes as many tries as the plan's retry allows", () => {
    expect(waits('backoff', { status: 503 }, () => 0.5)).toHaveLength(retry.attempts);
  });

  it('draws each wait from nothing to a span that doubles up to the cap', () => {
    expect(waits('backoff', {}, () => 1)).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(waits('backoff', {}, () => 0)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('never comes before what the server asked for, and not all at its end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(120_000), fc.nat(), (failures, asked, seed) => {
        const random = seededRandom(seed);
        const [first, second] = [
          fullJitterMs(retry, failures, random(), asked),
          fullJitterMs(retry, failures, random(), asked),
        ];
        expect(Math.min(first, second)).toBeGreaterThanOrEqual(asked);
        expect(Math.max(first, second)).toBeLessThanOrEqual(asked + retry.capMs);
        expect(first).not.toBe(second);
      }),
    );
  });

  it('ignores what the server asked for where the plan says so', () => {
    expect(fullJitterMs({ ...retry, honourRetryAfter: false }, 1, 0.5, 60_000)).toBe(1_000);
  });

  it('spreads those who were dropped together: of 1,000, no tenth of the first span has a fifth', () => {
    const random = seededRandom(7);
    const tenths = new Array<number>(10).fill(0);
    for (let session = 0; session < 1_000; session++) {
      const tenth = Math.floor(((nextTryMs('backoff', retry, dropped, random()) ?? 0) / retry.firstMs) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.max(...tenths)).toBeLessThan(200);
  });
});
