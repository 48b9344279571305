import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, pauseMs, retryAfterMs } from '../../../lib/base/backoff.ts';
import { seededRandom, streamFor } from '../../../lib/base/random.ts';

const retry = { firstMs: 2_000, factor: 2, capMs: 60_000, jitter: 0, attempts: 6, honourRetryAfter: true };

describe('backoff', () => {
  it('waits 2 s first, doubles, and stops growing at the cap', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((failures) => backoffMs(retry, failures, 0.5))).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });

  it('never waits less than the server asked for, unless the plan ignores it', () => {
    expect(backoffMs(retry, 1, 0.5, 9_000)).toBe(9_000);
    expect(backoffMs(retry, 3, 0.5, 1_000)).toBe(8_000);
    expect(backoffMs({ ...retry, honourRetryAfter: false }, 1, 0.5, 9_000)).toBe(2_000);
  });

  it('keeps its jitter within the planned share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const plain = backoffMs(retry, failures, 0.5);
          const jittered = backoffMs({ ...retry, jitter: 0.2 }, failures, random);
          expect(Math.abs(jittered - plain)).toBeLessThanOrEqual(plain * 0.2 + 1e-6);
        },
      ),
    );
  });
});

it('the pause after calls that failed doubles from 1 s to 10 s', () => {
  expect([1, 2, 3, 4, 5, 60].map(pauseMs)).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

describe('Retry-After', () => {
  it('Retry-After is read in seconds and as a date', () => {
    expect(retryAfterMs('7', 0)).toBe(7_000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 4_000)).toBe(6_000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 40_000)).toBe(0);
  });

  it.each([undefined, '', 'soon'])('%s as Retry-After is no wait', (value) =>
    expect(retryAfterMs(value, 0)).toBeUndefined(),
  );
});

describe('seeded random numbers', () => {
  it('seeded numbers repeat with their seed, lie in [0, 1), and differ from neighbour to neighbour', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(10_000), (seed, index) => {
        const [a, b, c] = [streamFor(seed, index), streamFor(seed, index), streamFor(seed, index + 1)];
        const first = a();
        expect(b()).toBe(first);
        expect(c()).not.toBe(first);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first).toBeLessThan(1);
      }),
    );
  });

  it('seeded numbers are spread evenly', () => {
    const random = seededRandom(1);
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const bin = Math.floor(random() * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
