import { describe, expect, it } from 'vitest';
import { givenRunId, segmentRefusal, shareFileName, sharesIn, sharesRefusal } from '../../../lib/plan/shares.ts';

const CLOUD = { K6_CLOUDRUN_INSTANCE_ID: '3', K6_CLOUDRUN_TEST_RUN_ID: '4711' };

describe('what a run is told of its shares', () => {
  it('is one share without SHARES', () => {
    expect([sharesIn({}), sharesIn({ SHARES: '' }), sharesIn({ SHARES: '4' })]).toEqual([1, 1, 4]);
  });

  it.each([
    [{ SHARES: 'four' }, 'SHARES=four; allowed: the number of shares of the run, a whole number up to 1000'],
    [{ SHARES: '0' }, 'SHARES=0; allowed'],
    [{ SHARES: '1.5' }, 'SHARES=1.5; allowed'],
    [{ RUN: '../other' }, 'RUN=../other; allowed: an id'],
    [{ RUN: 'x'.repeat(65) }, 'allowed: an id'],
    [{ SHARES: '4', ...CLOUD }, 'in k6 cloud, which judges the whole run'],
  ])('%o is refused in init', (env, says) => expect(sharesRefusal(env)).toContain(says));

  it('is taken in init where it can be used', () => {
    for (const env of [{}, { SHARES: '4', RUN: 'nightly-1.b' }, CLOUD]) expect(sharesRefusal(env)).toBeUndefined();
  });

  it('has the id of the test run in k6 cloud, and else that of RUN', () => {
    expect(givenRunId({ RUN: 'a', ...CLOUD })).toBe('4711');
    expect([givenRunId({ RUN: 'a' }), givenRunId({ RUN: '' })]).toEqual(['a', undefined]);
  });
});

describe('the segment of an instance', () => {
  const half = { segment: '0:1/2' };
  it.each([
    [half, {}, 'execution segment 0:1/2 and no SHARES; allowed: -e SHARES=2'],
    [half, { SHARES: '4', RUN: 'a' }, 'execution segment 0:1/2 and SHARES=4; allowed: -e SHARES=2'],
    [
      { segment: '1/8:1', sequence: '0,1/8,1' },
      { SHARES: '2', RUN: 'a' },
      'of 0,1/8,1 and SHARES=2; allowed: -e SHARES=8',
    ],
    [half, { SHARES: '2' }, 'no RUN; allowed: -e RUN=<id>'],
    [{ segment: '' }, { SHARES: '2', RUN: 'a' }, 'SHARES=2 and no execution segment'],
  ])('%o with %o is refused in setup', (told, env, says) => expect(segmentRefusal(told, env)).toContain(says));

  it('is played where SHARES and RUN are those of it, where there is none, and in k6 cloud', () => {
    expect(segmentRefusal(half, { SHARES: '2', RUN: 'a' })).toBeUndefined();
    expect(segmentRefusal({ segment: '' }, {})).toBeUndefined();
    expect(segmentRefusal(half, CLOUD)).toBeUndefined();
  });
});

describe('the file name of a share', () => {
  it('is SHARE_NAME, or else its segment and its host, without what a path could be made of', () => {
    const told = { segment: '1/4:1/2', sequence: '0,1/4,1/2,3/4,1' };
    expect(shareFileName(told, {})).toBe('share-2-of-4');
    expect(shareFileName(told, { HOSTNAME: 'load-2-x7k' })).toBe('share-2-of-4.load-2-x7k');
    expect(shareFileName(told, { HOSTNAME: 'load-2-x7k', SHARE_NAME: '../two' })).toBe('..-two');
    expect(shareFileName({ segment: '' }, {})).toBe('whole');
  });
});
