import { describe, expect, it } from 'vitest';
import { latenessOf } from '../../bench/lateness.ts';

describe('how late sessions come', () => {
  it('is nothing where they come evenly, whenever the first one came', () => {
    expect(latenessOf([700, 720, 740], 50)).toEqual([0, 0, 0]);
  });

  it('is measured from the most punctual one, which need not be the first', () => {
    expect(latenessOf([730, 740, 741], 50)).toEqual([29, 19, 0]);
  });
});
