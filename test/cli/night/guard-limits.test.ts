import type { Models } from 'purecloud-platform-client-v2';
import { describe, expect, it } from 'vitest';
import { guardLimits, guardSeen, guardText } from '../../../cli/night/guard-limits.ts';
import { queueNowIn } from '../../../cli/platform/queue-now.ts';
import type { AgentsPlan } from '../../../lib/plan/schema.ts';

const SUPPORT = 'c0000000-0000-4000-8000-000000000009';

describe('the limits of guards', () => {
  it('are read from their flags', () => {
    expect(guardLimits({ maxWaiting: [`${SUPPORT}=20`], minServiceLevel: [`${SUPPORT}=87.5`] }, undefined)).toEqual([
      { queue: SUPPORT, figure: 'waiting', limit: 20 },
      { queue: SUPPORT, figure: 'service level', limit: 87.5 },
    ]);
  });

  it.each([
    ['--max-waiting', { maxWaiting: ['20'], minServiceLevel: [] }],
    ['--max-waiting', { maxWaiting: [`${SUPPORT}=-1`], minServiceLevel: [] }],
    ['--min-service-level', { maxWaiting: [], minServiceLevel: [`${SUPPORT}=101`] }],
  ])('are refused with what is allowed (%s)', (option, flags) => {
    expect(() => guardLimits(flags, undefined)).toThrow(new RegExp(`^${option} .*; allowed: the id of a queue`));
  });

  it('are refused for a queue of the test, whose own load would end it', () => {
    const agents = { queues: [SUPPORT] } as unknown as AgentsPlan;
    expect(() => guardLimits({ maxWaiting: [`${SUPPORT}=20`], minServiceLevel: [] }, agents)).toThrow(
      'a queue of the test',
    );
  });
});

/** As Genesys's own model has it: a group for each media type, and one without. */
const GROUPS: Models.QueueObservationDataContainer[] = [
  { group: { queueId: SUPPORT, mediaType: 'voice' }, data: [{ metric: 'oWaiting', stats: { count: 4 } }] },
  {
    group: { queueId: SUPPORT, mediaType: 'message' },
    data: [
      { metric: 'oWaiting', stats: { count: 17 } },
      { metric: 'oServiceLevel', stats: { ratio: 0.75, numerator: 3, denominator: 4, target: 0.8 } },
    ],
  },
  { group: { queueId: SUPPORT } },
];
const seenIn = (groups: Models.QueueObservationDataContainer[]) =>
  ({ name: 'Support', ...queueNowIn(groups as unknown as Parameters<typeof queueNowIn>[0]) }) as const;
const waiting = (limit: number) => guardSeen({ queue: SUPPORT, figure: 'waiting', limit }, seenIn(GROUPS));

describe('a guard', () => {
  it('counts those of all media types who wait, and is beyond its limit only above it', () => {
    expect([waiting(21).beyond, waiting(20).beyond]).toEqual([false, true]);
    expect(guardText(waiting(20))).toBe('queue Support: 21 waiting, at most 20');
  });

  it('takes the lowest service level of the media types', () => {
    const level = (limit: number) => guardSeen({ queue: SUPPORT, figure: 'service level', limit }, seenIn(GROUPS));
    expect([level(75).beyond, level(75.1).beyond]).toEqual([false, true]);
    expect(guardText(level(80))).toBe('queue Support: service level 75 %, at least 80 %');
  });

  it('is not beyond a limit where nothing was offered, and says so', () => {
    const seen = guardSeen({ queue: SUPPORT, figure: 'service level', limit: 80 }, seenIn([]));
    expect(seen.beyond).toBe(false);
    expect(guardText(seen)).toBe('queue Support: no service level, nothing was offered, at least 80 %');
  });
});
