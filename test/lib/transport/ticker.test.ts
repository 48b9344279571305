import { afterEach, expect, it } from 'vitest';
import { onTick } from '../../../lib/transport/ticker.ts';
import { forget, iterate } from '../../engine/k6/vu.ts';

afterEach(forget);

/** Who was called and when (Unix ms), until there were so many calls of `sessions` listeners; then all of them stop. */
async function called(everyMs: number, sessions: number, calls: number) {
  const seen: { session: number; atMs: number }[] = [];
  const outcome = await iterate(async () => {
    const stops = Array.from({ length: sessions }, (_, session) =>
      onTick(everyMs, () => {
        seen.push({ session, atMs: Date.now() });
        if (seen.length === calls) for (const stop of stops) stop();
      }),
    );
  });
  return { outcome, seen };
}

it('calls each session once a tick, each at a time of its own, until the last has stopped', async () => {
  const { outcome, seen } = await called(500, 10, 20);
  expect(outcome).toEqual({ kind: 'complete' });
  const order = seen.map(({ session }) => session);
  expect(new Set(order.slice(0, 10)).size).toBe(10);
  expect(order.slice(10)).toEqual(order.slice(0, 10));
  expect(new Set(seen.slice(0, 10).map(({ atMs }) => atMs)).size).toBe(10);
});

it('does not divide a tick that is short', async () => {
  const { seen } = await called(50, 3, 6);
  expect(seen.map(({ session }) => session)).toEqual([0, 1, 2, 0, 1, 2]);
});
