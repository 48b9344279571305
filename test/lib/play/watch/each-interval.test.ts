import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as pacing from '../../../../lib/base/delay.ts';
import { scheduleOf } from '../../../../lib/plan/schedule.ts';
import { eachInterval } from '../../../../lib/play/watch/each-interval.ts';
import { scenario } from '../../../../packages/engine/test/script/harness.ts';
import { forget, iterate } from '../../../k6/vu.ts';
import { aPlan } from '../../plan/a-plan.ts';

const INTERVAL_MS = 10_000;
const plan = aPlan({ monitor: { interval: '10s' } });
const { teardownEndsMs } = scheduleOf(plan);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(pacing, 'delay').mockImplementation(async (ms) => {
    vi.setSystemTime(Date.now() + ms);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  forget();
});

/** When a monitor looked, in ms from the start, whose looks take so long, the last of them again and again. */
async function looksOf(tookMs: readonly number[]): Promise<number[]> {
  vi.setSystemTime(scenario.startTime);
  const looks: number[] = [];
  await iterate(() =>
    eachInterval(plan, async () => {
      looks.push(Date.now() - scenario.startTime);
      vi.setSystemTime(Date.now() + (tookMs[looks.length - 1] ?? tookMs.at(-1) ?? 0));
    }),
  );
  return looks;
}

describe('a look each interval', () => {
  it('a look is taken from the first interval to the end of the teardown', async () => {
    const looks = await looksOf([0]);
    expect(looks.slice(0, 3)).toEqual([10_000, 20_000, 30_000]);
    expect(looks.at(-1)).toBe(teardownEndsMs - INTERVAL_MS);
  });

  it('a look is left out, not made up for, while the one before takes longer', async () => {
    expect((await looksOf([45_000, 0])).slice(0, 4)).toEqual([10_000, 60_000, 70_000, 80_000]);
  });

  it('a look never comes sooner than the interval allows, nor after the teardown, however long each takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200_000), { minLength: 1, maxLength: 20 }), async (tookMs) => {
        const looks = await looksOf([...tookMs, 60_000]);
        for (const [place, atMs] of looks.entries()) {
          expect(atMs % INTERVAL_MS).toBe(0);
          expect(atMs).toBeGreaterThan(looks[place - 1] ?? 0);
          expect(atMs).toBeLessThan(teardownEndsMs);
        }
      }),
      { numRuns: 30 },
    );
  });
});
