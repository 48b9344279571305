import { describe, expect, it } from 'vitest';
import { doOverlap, segmentOf, segmentsOf, shareName, sharesNeeded } from '../../../lib/plan/segment.ts';

const segment = (text: string) => {
  const found = segmentOf(text);
  if (found === undefined) throw new Error(text);
  return found;
};

describe('an execution segment', () => {
  it.each([
    ['0:1/4', undefined, 'share 1 of 4'],
    ['1/4:2/4', undefined, 'share 2 of 4'],
    ['1/4:1/2', '0,1/4,1/2,3/4,1', 'share 2 of 4'],
    ['0.5:1', undefined, 'share 2 of 2'],
    ['50%:75%', undefined, 'share 3 of 4'],
    ['1/3', undefined, 'share 1 of 3'],
    ['1/3:1', undefined, 'share 1/3:1'],
    ['1/3:1', '0,1/3,1', 'share 2 of 2'],
    ['0:1', undefined, undefined],
    ['', undefined, undefined],
    [undefined, undefined, undefined],
    ['nonsense', undefined, undefined],
  ])('the segment %s of the sequence %s is %s', (text, sequence, share) =>
    expect(shareName(text, sequence)).toBe(share),
  );

  it('overlaps another where they have more than a bound in common', () => {
    expect(doOverlap(segment('0:1/3'), segment('1/3:2/3'))).toBe(false);
    expect(doOverlap(segment('0:1/2'), segment('1/3:2/3'))).toBe(true);
  });
});

describe('the number of shares', () => {
  it.each([
    ['1/7:2/7', undefined, 7],
    ['0:1/3', '0,1/3,2/3,1', 3],
    ['0:1/8', '0,1/8,1', 8],
    ['1/8:1', '0,1/8,1', 8],
    ['1/3:1', undefined, 3],
  ])('of the segment %s of %s: %s, so that the smallest is no less than one of them', (text, sequence, shares) => {
    expect(sharesNeeded(segmentsOf(segment(text), sequence))).toBe(shares);
  });
});
