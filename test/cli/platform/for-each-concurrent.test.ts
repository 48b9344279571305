import { describe, expect, it } from 'vitest';
import { forEachConcurrent } from '../../../cli/platform/for-each-concurrent.ts';

describe('forEachConcurrent', () => {
  it('calls act for every item, at most so many at a time', async () => {
    const done: number[] = [];
    let running = 0;
    let max = 0;
    await forEachConcurrent([1, 2, 3, 4, 5, 6, 7], 3, async (one) => {
      max = Math.max(max, ++running);
      await Promise.resolve();
      running--;
      done.push(one);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(max).toBe(3);
  });

  it('starts no more after the first failure, and throws it', async () => {
    const begun: number[] = [];
    const failing = forEachConcurrent([1, 2, 3, 4, 5, 6], 2, async (one) => {
      begun.push(one);
      await Promise.resolve();
      if (one === 2) throw new Error('two');
    });
    await expect(failing).rejects.toThrow('two');
    expect(begun).toEqual([1, 2]);
  });
});
