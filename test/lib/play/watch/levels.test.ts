import type { ConversationActivityResponse } from '@headroom/genesys-wire/platform';
import { describe, expect, it } from 'vitest';
import { holdersOf, type Levels, levelsOf, Plateau, stateOf } from '../../../../lib/play/watch/levels.ts';

const levels = (more: Partial<Levels> = {}): Levels => ({
  waiting: 5,
  alerting: 0,
  interacting: 0,
  'on-queue': 10,
  idle: 0,
  'not-responding': 0,
  ...more,
});

describe('the levels of a reading', () => {
  const data = (metric: string, count: number, qualifier?: string) => ({
    metric,
    count,
    ...(qualifier === undefined ? {} : { qualifier }),
  });
  const results = (...queues: ReturnType<typeof data>[][]) => ({
    results: queues.map((one) => ({ group: {}, data: one })),
  });

  it('the levels are added up over the queues', () => {
    const conversations = results(
      [data('oWaiting', 2), data('oInteracting', 3)],
      [data('oWaiting', 4), data('oAlerting', 1)],
    );
    const routing = results(
      [data('oOnQueueUsers', 6), data('oUserRoutingStatuses', 2, 'IDLE')],
      [data('oOnQueueUsers', 4)],
    );
    expect(levelsOf(conversations, routing, { count: 10, queues: [] })).toEqual({
      waiting: 6,
      alerting: 1,
      interacting: 3,
      'on-queue': 10,
      idle: 2,
      'not-responding': 0,
    });
  });

  it('the levels count no more agents than there are, though each is a member of every queue', () => {
    const routing = results(
      ...[1, 2, 3].map(() => [data('oOnQueueUsers', 10), data('oUserRoutingStatuses', 4, 'IDLE')]),
    );
    expect(levelsOf(results(), routing, { count: 10, queues: [] })).toMatchObject({ 'on-queue': 10, idle: 4 });
  });

  it('the levels are those of the queues that the plan names, whatever goes on in others', () => {
    const of = (queueId: string, ...data: object[]) => ({ group: { queueId }, data });
    const conversations = {
      results: [of('ours', data('oWaiting', 2)), of('theirs', data('oWaiting', 70)), of('', data('oWaiting', 9))],
    } as ConversationActivityResponse;
    const routing = {
      results: [of('ours', data('oOnQueueUsers', 10)), of('theirs', data('oOnQueueUsers', 30))],
    } as ConversationActivityResponse;
    expect(levelsOf(conversations, routing, { count: 10, queues: ['ours', 'quiet'] })).toMatchObject({
      waiting: 2,
      'on-queue': 10,
    });
  });
});

describe('the joint state of a reading', () => {
  it.each([
    ['is none while nothing waits', levels({ waiting: 0, interacting: 10 }), 1, undefined],
    ['is none while nobody is on queue', levels({ 'on-queue': 0 }), 1, undefined],
    ['is full when every place has a conversation', levels({ interacting: 20 }), 2, 'full'],
    ['is full when the last few places are missed or alerting', levels({ interacting: 17, alerting: 1 }), 2, 'full'],
    ['is none in between', levels({ interacting: 13, alerting: 1 }), 2, undefined],
    ['is free when agents do not respond', levels({ interacting: 5, 'not-responding': 3 }), 1, 'free'],
    ['is free when many alerts stand', levels({ interacting: 2, alerting: 6, idle: 2 }), 1, 'free'],
    ['is after-contact when places are empty and nobody is idle', levels({ interacting: 3 }), 2, 'after-contact'],
    ['is none when agents are idle: routing is on its way', levels({ interacting: 3, idle: 6 }), 1, undefined],
  ] as const)('the state %s', (_, read, capacity, state) => expect(stateOf(read, capacity)).toBe(state));
});

describe('a plateau', () => {
  const readings = (active: readonly number[], planned: number) => {
    const plateau = new Plateau();
    return active.map((each) => plateau.standsStill(each, planned));
  };

  it('a plateau is seen at the third reading that stands still below the plan', () => {
    expect(readings([150, 151, 150, 151], 300)).toEqual([false, false, true, true]);
  });

  it('there is no plateau while active conversations grow', () =>
    expect(readings([50, 80, 110, 140], 300)).not.toContain(true));
  it('there is no plateau at the level of the plan', () =>
    expect(readings([300, 300, 299, 300], 300)).not.toContain(true));
  it('there is no plateau where nothing is active', () => expect(readings([0, 0, 0, 0], 300)).not.toContain(true));
});

describe('the holders of a reading', () => {
  const planned = { sessions: 50, agents: 20 };

  it('the holders are told only while conversations wait', () => {
    expect(holdersOf(levels({ waiting: 0 }), 2, planned)).toBeUndefined();
    expect(holdersOf(levels({ interacting: 10, alerting: 2, idle: 3, 'not-responding': 1 }), 2, planned)).toEqual({
      ...{ queued: 1, talking: 5, alerting: 1, idle: 3, 'not-responding': 1, absent: 5 },
    });
  });

  it('the holders are unknown, and not zero, where no agent is on queue or agents log in', () => {
    expect(holdersOf(levels({ 'on-queue': 0 }), 2, planned)).toEqual({ queued: 1, absent: 10 });
    expect(holdersOf(levels(), 2, { sessions: 50, agents: undefined })).not.toHaveProperty('absent');
  });
});
