import { describe, expect, test } from 'vitest';
import type { Vu } from '../../src/contract/vu.ts';
import { VuIdSequence, VuPool } from '../../src/executors/vu-pool.ts';
import { parseSegment, WHOLE } from '../../src/segment/segment.ts';

const never = new AbortController().signal;

function vu(ids: { idInInstance: number; idInTest: number }): Vu {
  return { ...ids, run: async () => ({ kind: 'complete' }), dispose: async () => {} };
}

describe('the pool of VUs', () => {
  test('the pool numbers its VUs from 1, and over the whole test by its segment', async () => {
    const pool = new VuPool(async (ids) => vu(ids), new VuIdSequence(parseSegment('1/4:2/4', '0,1/4,2/4,3/4,1')));
    await pool.fill(3, 1, never);
    const got = [await pool.acquire(never), await pool.acquire(never), await pool.acquire(never)];
    expect(got.map((one) => [one?.idInInstance, one?.idInTest])).toEqual([
      [1, 2],
      [2, 6],
      [3, 10],
    ]);
  });

  test('the VU that came back first goes first', async () => {
    const pool = new VuPool(async (ids) => vu(ids), new VuIdSequence(WHOLE));
    await pool.fill(3, 1, never);
    const [a, b] = [await pool.acquire(never), await pool.acquire(never)];
    if (a && b) for (const one of [b, a]) pool.release(one);
    const next = [await pool.acquire(never), await pool.acquire(never), await pool.acquire(never)];
    expect(next.map((one) => one?.idInInstance)).toEqual([3, 2, 1]);
  });

  test('a scenario that waits gets the next VU that comes back, and none once its signal fires', async () => {
    const pool = new VuPool(async (ids) => vu(ids), new VuIdSequence(WHOLE));
    await pool.fill(1, 1, never);
    const first = await pool.acquire(never);
    const leaving = new AbortController();
    const gone = pool.acquire(leaving.signal);
    const waiting = pool.acquire(never);
    leaving.abort();
    if (first) pool.release(first);
    expect(await gone).toBeUndefined();
    expect(await waiting).toBe(first);
  });

  test('a VU that cannot be made ends the filling with its error, and no other is made after it', async () => {
    let asked = 0;
    const pool = new VuPool(async (ids) => {
      asked++;
      if (ids.idInInstance === 3) throw new Error('init failed');
      return vu(ids);
    }, new VuIdSequence(WHOLE));
    await expect(pool.fill(100, 2, never)).rejects.toThrow('init failed');
    expect(asked).toBeLessThan(6);
  });

  test('the filling stops once the signal fires', async () => {
    const stop = new AbortController();
    const pool = new VuPool(async (ids) => {
      if (ids.idInInstance === 2) stop.abort();
      return vu(ids);
    }, new VuIdSequence(WHOLE));
    await pool.fill(100, 1, stop.signal);
    expect(pool.initialized).toBe(2);
  });

  test('a VU that was given to a scenario stays given when the signal fires later', async () => {
    const pool = new VuPool(async (ids) => vu(ids), new VuIdSequence(WHOLE));
    await pool.fill(1, 1, never);
    const first = await pool.acquire(never);
    const stop = new AbortController();
    const second = pool.acquire(stop.signal);
    const third = pool.acquire(never);
    if (first) pool.release(first);
    stop.abort();
    const given = await second;
    if (given) pool.release(given);
    expect(given).toBe(first);
    expect(await third).toBe(first);
  });

  test('a scenario whose signal has fired gets no VU', async () => {
    const pool = new VuPool(async (ids) => vu(ids), new VuIdSequence(WHOLE));
    await pool.fill(1, 1, never);
    const stop = new AbortController();
    stop.abort();
    expect(await pool.acquire(stop.signal)).toBeUndefined();
    expect((await pool.acquire(never))?.idInInstance).toBe(1);
  });

  test('the pool disposes of all its VUs together', async () => {
    const gone: number[] = [];
    const pool = new VuPool(
      async (ids) => ({
        ...vu(ids),
        dispose: async () => {
          gone.push(ids.idInInstance);
        },
      }),
      new VuIdSequence(WHOLE),
    );
    await pool.fill(3, 1, never);
    await pool.dispose();
    expect(gone).toEqual([1, 2, 3]);
  });
});
