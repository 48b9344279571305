import { describe, expect, it } from 'vitest';
import { segmentShare } from '../../../lib/verdict/share.ts';

describe('an execution segment', () => {
  it.each([
    ['0:1/4', 'share 1 of 4'],
    ['1/4:2/4', 'share 2 of 4'],
    ['0.5:1', 'share 2 of 2'],
    ['1/3', 'share 1 of 3'],
    ['1/3:1', 'share 1/3:1'],
    ['0:1', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('the segment %s is %s', (segment, share) => expect(segmentShare(segment)).toBe(share));
});
