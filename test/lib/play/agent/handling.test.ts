import type { CommunicationState, Conversation, MessageData } from '@headroom/genesys-wire/platform';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Dialogue } from '../../../../lib/dialogues/dialogue.ts';
import type { AgentEvent } from '../../../../lib/measures/events.ts';
import type { Job } from '../../../../lib/play/agent/job.ts';
import { DrivenHandling } from './driven-handling.ts';

const dialogue: Dialogue = {
  id: 'd1',
  turns: [
    { from: 'customer', text: 'Hello' },
    { from: 'agent', text: 'Hi' },
    { from: 'customer', text: 'Bye' },
  ],
};
const hi = { kind: 'reply' as const, communicationId: 'comm', text: 'Hi' };
const none = { sent: 0, unresolved: 0, lost: 0, altered: 0, duplicated: 0, reordered: 0, acked: 0 };
const second = (n: number) => ({ minMs: n * 1_000, maxMs: n * 1_000 });

/** The conversation as the agent's topic shows it. */
function conversation(state: CommunicationState, messageIds: string[], more: object = {}): Conversation {
  const customer = {
    id: 'customer',
    purpose: 'customer' as const,
    attributes: { transcript: '0 d1' },
    messages: [
      {
        id: 'customer-communication',
        state: 'connected' as const,
        direction: 'inbound' as const,
        type: 'webmessaging' as const,
        messages: messageIds.map((messageId) => ({ messageId, messageTime: '', messageStatus: 'received' as const })),
      },
    ],
  };
  const agent = {
    id: 'me',
    purpose: 'agent' as const,
    userId: 'user',
    wrapupRequired: true,
    messages: [
      { id: 'comm', state, direction: 'inbound' as const, type: 'webmessaging' as const, messages: [], ...more },
    ],
  };
  return { id: 'c', participants: [customer, agent] };
}

function message(id: string, text: string, at = 0): MessageData {
  return {
    id,
    conversationId: 'c',
    direction: 'inbound',
    messengerType: 'webmessaging',
    status: 'received',
    timestamp: new Date(at).toISOString(),
    normalizedMessage: { type: 'Text', text },
  };
}

describe('a conversation at the desk', () => {
  let handling: DrivenHandling;
  let events: AgentEvent[];
  /** The events of one state. */
  const told = (state: string) => events.filter((event) => 'state' in event && event.state === state);
  beforeEach(() => {
    events = [];
    handling = new DrivenHandling(
      {
        conversationId: 'c',
        participantId: 'me',
        pace: { accept: second(1), missed: 0, reply: second(2), wrapUp: second(3) },
        random: () => 0.5,
        findDialogue: ({ transcript }, texts) =>
          transcript === '0 d1' || texts.join() === 'Hello,Hello?' ? dialogue : undefined,
        emit: (event) => events.push(event),
      },
      0,
    );
    handling.observe(conversation('alerting', ['m1']), 0);
  });

  /** Accepts and reads the first message; the reply is due at 3 s. */
  function accepted(): void {
    handling.due(1_000);
    handling.answered(true, 1_000);
    handling.observe(conversation('connected', ['m1']), 1_000);
    handling.due(1_000);
    handling.read([message('m1', 'Hello')], 1_000);
  }

  /** Replies too; it is 4 s then. */
  function replied(): void {
    accepted();
    handling.due(3_000);
    handling.replied({ kind: 'stored', text: 'Hi' }, 4_000);
  }

  it('has what the customer said and no event showed before the end read once it is over: it did not reach the agent', () => {
    replied();
    const over = conversation('disconnected', ['m1', 'm2']);
    const customer = over.participants[0]?.messages?.[0];
    if (customer) Object.assign(customer, { state: 'disconnected' });
    handling.observe(over, 5_000);
    expect(handling.due(5_000)).toEqual({ kind: 'recall' });
    handling.recalled(['Hi'], 5_100);
    expect(handling.due(5_100)).toEqual({ kind: 'read', messageIds: ['m2'] });
    handling.read([message('m2', 'Bye')], 5_200);
    expect(handling.replies.receipts).toMatchObject({ received: 1, 'history-only': 1 });
  });

  it('takes no account of what the customer said to others after it', () => {
    replied();
    handling.observe(conversation('disconnected', ['m1', 'm2']), 5_000);
    handling.due(5_000);
    handling.recalled(['Hi'], 5_100);
    expect(handling.due(5_100)).toBeUndefined();
    expect(handling.replies.receipts).toMatchObject({ received: 1, 'history-only': 0 });
  });

  it('is ended and wrapped up at once when the shift is over and the customer left it open, then what was said last is read, once', () => {
    replied();
    handling.observe(conversation('connected', ['m1', 'm2']), 5_000);
    handling.leave(5_000);
    expect(handling.due(5_000)).toEqual({ kind: 'end', participantId: 'me' });
    handling.answered(true, 5_100);
    expect(handling.due(5_200)).toBeUndefined();
    expect(handling.waitsUntilMs).toBeGreaterThan(6_000);
    handling.observe(conversation('disconnected', ['m1', 'm2']), 5_200);
    expect(handling.due(5_200)).toEqual({ kind: 'recall' });
    handling.recalled(['Hi'], 5_300);
    expect(handling.due(5_300)).toEqual({ kind: 'read', messageIds: ['m2'] });
    handling.read(undefined, 5_300);
    expect(handling.due(5_300)).toEqual({ kind: 'wrap-up', participantId: 'me', communicationId: 'comm' });
    handling.wrappedUp(true, 5_400);
    expect(handling.done).toBe(true);
    expect(handling.replies.ledger.counts()).toEqual({ ...none, sent: 1, acked: 1 });
  });

  it('a conversation in after-contact work is wrapped up at once when the shift is over', () => {
    replied();
    handling.observe(conversation('disconnected', ['m1']), 5_000);
    handling.due(5_000);
    handling.recalled(['Hi'], 5_000);
    expect(handling.due(5_100)).toBeUndefined();
    handling.leave(5_100);
    expect(handling.due(5_100)).toMatchObject({ kind: 'wrap-up' });
  });

  it('is accepted after the accept time, and the time is measured until it is connected', () => {
    expect(handling.due(999)).toBeUndefined();
    expect(handling.waitsUntilMs).toBe(1_000);
    expect(handling.due(1_000)).toEqual({ kind: 'accept', participantId: 'me' });
    expect(handling.due(1_000)).toBeUndefined();
    handling.answered(true, 1_050);
    handling.observe(conversation('connected', ['m1']), 1_100);
    expect(told('accepted')).toEqual([{ kind: 'conversation', state: 'accepted', afterMs: 1_100 }]);
  });

  it('is read, and answered with the turn of the transcript that its attributes name', () => {
    handling.due(1_000);
    handling.answered(true, 1_000);
    handling.observe(conversation('connected', ['m1']), 1_000);
    expect(handling.due(1_000)).toEqual({ kind: 'read', messageIds: ['m1'] });
    handling.read([message('m1', 'Hello')], 1_000);
    expect(handling.due(2_999)).toBeUndefined();
    expect(handling.due(3_000)).toEqual({ kind: 'reply', communicationId: 'comm', text: 'Hi' });
    handling.replied({ kind: 'stored', text: 'Hi' }, 3_010);
    expect(handling.replies.ledger.counts()).toEqual({ ...none, sent: 1, acked: 1 });
  });

  it('each message is read once, however often it is shown', () => {
    replied();
    handling.observe(conversation('connected', ['m1', 'm2']), 4_000);
    handling.observe(conversation('connected', ['m1', 'm2']), 4_000);
    expect(handling.due(4_000)).toEqual({ kind: 'read', messageIds: ['m2'] });
  });

  it('a message that could not be read is read again after a pause', () => {
    handling.due(1_000);
    handling.answered(true, 1_000);
    handling.observe(conversation('connected', ['m1']), 1_000);
    handling.due(1_000);
    handling.read(undefined, 1_000);
    expect(handling.due(1_500)).toBeUndefined();
    expect(handling.due(2_000)).toEqual({ kind: 'read', messageIds: ['m1'] });
  });

  it('is wrapped up after the wrap-up time when the customer has left', () => {
    replied();
    handling.observe(conversation('disconnected', ['m1']), 5_000);
    expect(handling.due(5_000)).toEqual({ kind: 'recall' });
    handling.recalled(['Hi'], 5_100);
    expect(handling.due(7_999)).toBeUndefined();
    expect(handling.due(8_000)).toEqual({ kind: 'wrap-up', participantId: 'me', communicationId: 'comm' });
    expect(handling.done).toBe(false);
    handling.wrappedUp(true, 8_200);
    expect(handling.done).toBe(true);
    expect(told('wrapped-up')).toEqual([{ kind: 'conversation', state: 'wrapped-up', afterMs: 3_200 }]);
  });

  it.each([
    ['holds it', ['Hi'], { acked: 1 }],
    ['does not hold it', [], { lost: 1 }],
    ['holds it with another text', ['Ho'], { altered: 1 }],
    ['holds it twice', ['Hi', 'Hi'], { duplicated: 1 }],
    ['cannot be asked: the acknowledgement stands', undefined, { acked: 1 }],
  ] as const)('the account of an acknowledged reply is settled when the history at the end %s', (_, stored, counts) => {
    replied();
    handling.observe(conversation('disconnected', ['m1']), 5_000);
    for (let at = 5_000; at < 8_000 && handling.due(at)?.kind === 'recall'; at += 1_000) handling.recalled(stored, at);
    expect(handling.replies.ledger.counts()).toEqual({ ...none, sent: 1, ...counts });
  });

  it('is ended by the agent when the customer lingers after the last turn', () => {
    replied();
    handling.observe(conversation('connected', ['m1', 'm2']), 4_000);
    handling.due(4_000);
    handling.read([message('m2', 'Bye')], 4_000);
    expect(handling.due(4_000)).toBeUndefined();
    expect(handling.waitsUntilMs).toBe(19_000);
    expect(handling.due(19_000)).toEqual<Job>({ kind: 'end', participantId: 'me' });
  });

  it('is missed by the share that the plan says: nothing is due then', () => {
    const pace = { accept: second(1), missed: 0.6, reply: second(2), wrapUp: second(3) };
    const setup = {
      conversationId: 'c',
      participantId: 'me',
      pace,
      random: () => 0.5,
      findDialogue: () => dialogue,
      emit: () => {},
    };
    const missed = new DrivenHandling(setup, 0);
    missed.observe(conversation('alerting', ['m1']), 0);
    expect(missed.due(1e9)).toBeUndefined();
    missed.observe(conversation('disconnected', ['m1'], { disconnectType: 'transfer.noanswer' }), 1e9);
    expect(missed.done).toBe(true);
  });

  it('a conversation that was not answered in time is over', () => {
    handling.observe(conversation('disconnected', ['m1'], { disconnectType: 'transfer.noanswer' }), 9_000);
    expect(handling.done).toBe(true);
  });

  it.each([
    ['stored as it was', { kind: 'stored', text: 'Hi' }, { sent: 1, acked: 1 }],
    ['stored otherwise', { kind: 'stored', text: 'Ho' }, { sent: 1, altered: 1 }],
    ['never answered', { kind: 'unknown' }, { sent: 1, unresolved: 1 }],
    ['refused, since the customer has left', { kind: 'refused' }, { sent: 0, lost: 0 }],
  ] as const)('the account shows a reply that was %s', (_, outcome, counts) => {
    handling.due(1_000);
    handling.answered(true, 1_000);
    handling.observe(conversation('connected', ['m1']), 1_000);
    handling.due(1_000);
    handling.read([message('m1', 'Hello')], 1_000);
    handling.due(3_000);
    handling.replied(outcome, 3_000);
    expect(handling.replies.ledger.counts()).toMatchObject(counts);
    expect(told('sent')).toHaveLength(counts.sent);
  });

  it.each([
    ['has, is not said again', ['Hi'], undefined],
    ['has not, is said again as the same message', [], { ...hi, again: 0 }],
  ] as const)('a reply that nobody answered and the server %s', (_, stored, job) => {
    replied();
    handling.observe(conversation('connected', ['m1', 'm2']), 4_000);
    handling.due(4_000);
    handling.read([], 4_000);
    const fresh = handling.replies.ledger.counts();
    expect(fresh).toMatchObject({ sent: 1, acked: 1 });
    handling.outcome({ kind: 'reply', job: { ...hi, text: 'Two' }, result: { kind: 'unknown' } }, 5_000);
    expect(handling.due(5_999)).toBeUndefined();
    expect(handling.waitsUntilMs).toBe(6_000);
    expect(handling.due(6_000)).toEqual({ kind: 'recall' });
    handling.recalled(undefined, 6_000);
    expect(handling.due(7_500)).toBeUndefined();
    expect(handling.due(8_000)).toEqual({ kind: 'recall' });
    handling.recalled(stored.length > 0 ? ['Hi', 'Two'] : ['Hi'], 8_000);
    const next = handling.due(8_000);
    if (job === undefined) expect(next?.kind).not.toBe('reply');
    else {
      expect(next).toEqual({ ...job, text: 'Two', again: 1 });
      handling.replied({ kind: 'stored', text: 'Two' }, 6_100);
    }
    expect(handling.replies.ledger.counts()).toEqual({ ...none, sent: 2, acked: 2 });
  });

  describe('when a reply is never answered and the server cannot be asked either', () => {
    /** Asks in vain up to `untilMs` or until something else is due; gives when. */
    function askedInVain(fromMs: number, untilMs: number): number[] {
      const at: number[] = [];
      for (let nowMs = fromMs; nowMs < untilMs; nowMs += 500) {
        const job = handling.due(nowMs);
        if (job === undefined) continue;
        if (job.kind !== 'recall') break;
        at.push(nowMs);
        handling.recalled(undefined, nowMs);
      }
      return at;
    }

    beforeEach(() => {
      accepted();
      handling.due(3_000);
      handling.replied({ kind: 'unknown' }, 4_000);
    });

    it('the agent goes on asking while the conversation goes on, ever more seldom, down to every 10 s', () => {
      const asked = askedInVain(4_000, 604_000);
      expect(asked.slice(0, 6)).toEqual([5_000, 7_000, 11_000, 19_000, 29_000, 39_000]);
      expect(asked.length).toBeGreaterThan(60);
    });

    it('the agent sends the reply again as soon as the server says that it has none', () => {
      askedInVain(4_000, 100_000);
      const nextMs = handling.waitsUntilMs;
      expect(handling.due(nextMs)).toEqual({ kind: 'recall' });
      handling.recalled([], nextMs);
      expect(handling.due(nextMs)).toEqual({ ...hi, again: 0 });
    });

    it('the agent asks five times after the end, and then leaves the reply unresolved', () => {
      askedInVain(4_000, 100_000);
      handling.observe(conversation('disconnected', ['m1']), 100_000);
      expect(askedInVain(100_000, 1e6)).toHaveLength(5);
      expect(handling.replies.ledger.counts()).toEqual({ ...none, sent: 1, unresolved: 1 });
      handling.wrappedUp(true, 1e6);
      expect(handling.done).toBe(true);
    });
  });

  it.each([
    ['goes on', 'connected', 'reply'],
    ['is over', 'disconnected', 'wrap-up'],
  ] as const)('a refused reply has the server asked how the conversation stands: it %s', (_, state, kind) => {
    accepted();
    handling.due(3_000);
    handling.replied({ kind: 'refused' }, 3_000);
    expect(handling.due(3_500)).toBeUndefined();
    expect(handling.due(4_000)).toEqual({ kind: 'recall' });
    handling.observe(conversation(state, ['m1']), 4_000);
    handling.recalled([], 4_000);
    expect(handling.due(9_000)?.kind).toBe(kind);
    expect(handling.replies.ledger.counts()).toEqual(none);
  });

  it('an accept that is refused is tried again, unless the conversation turns out to be elsewhere', () => {
    handling.due(1_000);
    handling.answered(false, 1_000);
    expect(handling.due(2_000)).toEqual({ kind: 'recall' });
    handling.recalled([], 2_000);
    expect(handling.due(2_000)).toEqual({ kind: 'accept', participantId: 'me' });
    handling.answered(false, 2_000);
    expect(handling.due(4_000)).toEqual({ kind: 'recall' });
    handling.observe(conversation('disconnected', ['m1']), 4_000);
    handling.recalled([], 4_000);
    expect(handling.done).toBe(true);
  });

  it('a wrap-up that fails is tried five times in all, and then counts as none', () => {
    accepted();
    handling.observe(conversation('disconnected', ['m1']), 5_000);
    let tries = 0;
    for (let nowMs = 5_000; nowMs < 1e6; nowMs += 500) {
      if (handling.due(nowMs)?.kind !== 'wrap-up') continue;
      tries++;
      handling.wrappedUp(false, nowMs);
    }
    expect(tries).toBe(5);
    expect(handling.done).toBe(true);
    expect(told('wrapped-up')).toEqual([]);
  });
});
