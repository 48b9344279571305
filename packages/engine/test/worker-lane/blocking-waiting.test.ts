import { expect, it } from 'vitest';
import type { Host } from '../../src/vu/host.ts';
import { Iteration, type IterationOwner } from '../../src/vu/iteration.ts';
import { BlockingWaiting } from '../../src/worker-lane/blocking-waiting.ts';
import type { Channel } from '../../src/worker-lane/channel.ts';

it('an error that is thrown while a VU waits leaves nothing open: its iteration can end', async () => {
  const ended = new Promise<string>((resolve) => {
    const iteration = new Iteration({} as IterationOwner, ({ kind }) => resolve(kind));
    const channel = {
      pumpUntil() {
        throw new Error('broken');
      },
    };
    const waiting = new BlockingWaiting({} as Host, () => channel as unknown as Channel);
    expect(() => waiting.wait('sleep()', iteration, () => ({ stop: () => {} }))).toThrow('broken');
    expect(iteration.blocked).toBe(false);
  });
  expect(await ended).toBe('complete');
});
