import { describe, expect, it } from 'vitest';
import { inTurns } from '../../../cli/platform/turns.ts';

describe('things done in turns', () => {
  it('are all done, so many at a time', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await inTurns([1, 2, 3, 4, 5, 6, 7], 3, async (one) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      done.push(one);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('end with the first that fails: no more are begun', async () => {
    const begun: number[] = [];
    const failing = inTurns([1, 2, 3, 4, 5, 6], 2, async (one) => {
      begun.push(one);
      await Promise.resolve();
      if (one === 2) throw new Error('two');
    });
    await expect(failing).rejects.toThrow('two');
    expect(begun).toEqual([1, 2]);
  });
});
