import { describe, expect, it } from 'vitest';
import { disagreements, type FoundMessages } from '../../../cli/verify/disagreements.ts';
import { accountOf, type RunAccount } from '../../../cli/verify/run-account.ts';
import type { MessageReading } from '../../../lib/verdict/reading/messages.ts';

const NONE = { sent: 0, acked: 0, lost: 0, altered: 0, duplicated: 0, reordered: 0, unresolved: 0 };
const account = (agent: Partial<MessageReading>, complete?: number): RunAccount => ({
  visits: undefined,
  visitsNotBegun: undefined,
  conversationsBegun: undefined,
  complete,
  messages: { customer: NONE, agent: { ...NONE, ...agent } },
});
const messages = (agent: Partial<FoundMessages>) => {
  const none = { stored: 0, missing: 0, altered: 0, duplicated: 0 };
  return { messages: { customer: none, agent: { ...none, ...agent } }, complete: undefined };
};

describe("a run's account of its messages", () => {
  it.each([
    ['all acknowledged and there', { sent: 9, acked: 9 }, { stored: 9 }],
    ['lost and missing', { sent: 9, acked: 5, lost: 4 }, { stored: 5, missing: 4 }],
    ['unresolved and there', { sent: 9, acked: 7, unresolved: 2 }, { stored: 9 }],
    [
      'unresolved and missing, with turns that were never said',
      { sent: 9, acked: 7, unresolved: 2 },
      { stored: 7, missing: 6 },
    ],
    ['duplicated in both', { sent: 9, acked: 8, duplicated: 1 }, { stored: 10, duplicated: 1 }],
    ['altered in both', { sent: 9, acked: 8, altered: 1 }, { stored: 9, altered: 1 }],
    ['of a side that the run did not play', {}, { stored: 9 }],
  ])('agrees with the org: %s', (_, run, found) => {
    expect(disagreements(account(run), messages(found))).toEqual([]);
  });

  it.each([
    [
      { sent: 9, acked: 9 },
      { stored: 7, missing: 2 },
      [{ what: 'acknowledged, and not there', side: 'agent', run: 9, found: 7 }],
    ],
    [
      { sent: 9, acked: 5, lost: 4 },
      { stored: 8, missing: 1 },
      [{ what: 'lost, and there', side: 'agent', run: 4, found: 3 }],
    ],
    // The last answers to customers who left early: the plan lets them be missing, and the run knows that they were sent.
    [
      { sent: 9, acked: 5, lost: 4 },
      { stored: 5, missing: 1 },
      [{ what: 'sent, not there, and none missing', side: 'agent', run: 4, found: 1 }],
    ],
    [{ sent: 9, acked: 4, altered: 5 }, { stored: 9 }, [{ what: 'altered', side: 'agent', run: 5, found: 0 }]],
    [{ sent: 9, acked: 9 }, { stored: 9, altered: 2 }, [{ what: 'altered', side: 'agent', run: 0, found: 2 }]],
    [{ sent: 9, duplicated: 9 }, { stored: 9 }, [{ what: 'duplicated', side: 'agent', run: 9, found: 0 }]],
  ] as const)('disagrees where it says %j and the org has %j', (run, found, named) => {
    expect(disagreements(account(run), messages(found))).toEqual(named);
  });

  it('is not compared where a result does not say it', () => {
    const says = { messages: { customer: NONE, agent: { ...NONE, sent: 9, acked: 9 } } };
    expect(accountOf([says, says]).messages?.agent).toMatchObject({ sent: 18, acked: 18 });
    expect(accountOf([says, undefined]).messages).toBeUndefined();
    expect(accountOf([])).toEqual({
      visits: undefined,
      visitsNotBegun: undefined,
      conversationsBegun: undefined,
      complete: undefined,
      messages: undefined,
    });
  });
});

describe("a run's count of dialogues played to the end", () => {
  const of = (run: number, complete: { stayed: number; early: number }) =>
    disagreements(account({}, run), { ...messages({}), complete });

  it('agrees where it is that of the whole conversations, with or without some of who was to leave early', () => {
    expect(of(8, { stayed: 8, early: 0 })).toEqual([]);
    expect(of(9, { stayed: 8, early: 2 })).toEqual([]);
  });

  it.each([
    [6, { stayed: 8, early: 2 }],
    [11, { stayed: 8, early: 2 }],
  ])('disagrees with %i of %j', (run, complete) => {
    expect(of(run, complete)).toEqual([{ what: 'played to the end', run, found: 8 }]);
  });
});
