import type { CommunicationState, Conversation, MessageData } from '@headroom/genesys-wire/platform';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Job } from '../../../../lib/play/agent/job.ts';
import { Transfer } from '../../../../lib/play/agent/transfer.ts';
import { DrivenHandling } from './driven-handling.ts';

const at = (n: number) => ({ minMs: n, maxMs: n });
const inbound = { direction: 'inbound' as const, type: 'webmessaging' as const };

function conversation(state: CommunicationState): Conversation {
  const said = [{ messageId: 'm1', messageTime: '', messageStatus: 'received' as const }];
  return {
    id: 'c',
    participants: [
      { id: 'k', purpose: 'customer', messages: [{ id: 'kc', state: 'connected', ...inbound, messages: said }] },
      { id: 'p', purpose: 'agent', userId: 'u', messages: [{ id: 'pc', state, ...inbound, messages: [] }] },
    ],
  };
}

/** What a call comes to: answered; done, and the answer lost; not done, and no answer; refused. */
const fate = fc.constantFrom('answered', 'unseen', 'undone', 'refused');

it('each reply is stored once and in order, and all are acknowledged, whichever calls and answers are lost', () => {
  // Few texts, so that turns are alike.
  const texts = fc.array(fc.constantFrom('Yes', 'No'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(texts, fc.array(fate, { maxLength: 40 }), (turns, fates) => {
      const dialogue = { id: 'd', turns: turns.map((text) => ({ from: 'agent' as const, text })) };
      const [stored, left]: [string[], string[]] = [[], [...fates]];
      const pace = { accept: at(0), missed: 0, reply: at(10), wrapUp: at(0) };
      const setup = {
        conversationId: 'c',
        participantId: 'p',
        pace,
        random: () => 0,
        findDialogue: () => dialogue,
        emit: () => {},
      };
      const handling = new DrivenHandling(setup, 0);
      const message = { id: 'm1', direction: 'inbound', timestamp: new Date(0).toISOString() } as MessageData;
      handling.observe(conversation('connected'), 0);

      const answer = (job: Job, nowMs: number): void => {
        const what = left.shift() ?? 'answered';
        if (job.kind === 'read') handling.read(what === 'answered' ? [message] : undefined, nowMs);
        else if (job.kind === 'recall') handling.recalled(what === 'answered' ? [...stored] : undefined, nowMs);
        else if (job.kind === 'reply') {
          if (what === 'answered' || what === 'unseen') stored.push(job.text);
          if (what === 'answered') handling.replied({ kind: 'stored', text: job.text }, nowMs);
          else handling.replied({ kind: what === 'refused' ? 'refused' : 'unknown' }, nowMs);
        } else handling.answered(what === 'answered', nowMs);
      };
      // The agent ends it 15 s after the last turn; every call that fails makes it wait 10 s at most.
      for (let nowMs = 0; nowMs < 1e6; ) {
        const job = handling.due(nowMs);
        if (job?.kind === 'end') break;
        if (job === undefined) nowMs = Math.max(nowMs + 1, handling.waitsUntilMs);
        else answer(job, nowMs++);
      }
      expect(stored).toEqual(turns);
      handling.observe(conversation('disconnected'), 1e6);
      handling.outcome({ kind: 'recall', job: { kind: 'recall' }, result: { own: [...stored], others: [] } }, 1e6);
      expect(handling.replies.ledger.counts()).toMatchObject({ sent: turns.length, acked: turns.length });
    }),
  );
});

/** The conversation of which `a` was the first agent; `who` has it now, in this state. */
function handedOn(who: 'a' | 'b', state: CommunicationState, own: number): Conversation {
  const listed = Array.from({ length: own }, (_, n) => ({
    ...{ messageId: `a${n}`, messageTime: '', messageStatus: 'sent' as const },
  }));
  const [customer] = conversation('connected').participants;
  const part = (id: 'a' | 'b', its: CommunicationState, more: object, messages: typeof listed) => ({
    ...{ id, purpose: 'agent' as const, userId: id },
    messages: [{ id: `${id}c`, state: its, ...inbound, ...more, messages }],
  });
  const first =
    who === 'a' ? part('a', state, {}, listed) : part('a', 'disconnected', { disconnectType: 'transfer' }, listed);
  const rest = who === 'b' ? [part('b', state, {}, [])] : [];
  return { id: 'c', participants: [...(customer ? [customer] : []), first, ...rest] };
}

it('each turn is said once by one of two agents, whichever calls and answers of both and of the transfer are lost', () => {
  const texts = fc.array(fc.constantFrom('Yes', 'No'), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(texts, fc.array(fate, { maxLength: 40 }), fc.nat(99), (turns, fates, seed) => {
      const dialogue = { id: 'd', turns: turns.map((text) => ({ from: 'agent' as const, text })) };
      const stored = { a: [] as string[], b: [] as string[] };
      const left = [...fates];
      const pace = { accept: at(0), missed: 0, reply: at(10), wrapUp: at(0) };
      const begun = (id: 'a' | 'b', nowMs: number) =>
        new DrivenHandling(
          {
            ...{ conversationId: 'c', participantId: id, transfer: new Transfer({ share: 1, to: 'queue', seed }, 'c') },
            ...{ pace, random: () => 0, findDialogue: () => dialogue, emit: () => {} },
          },
          nowMs,
        );
      const message = { id: 'm1', direction: 'inbound', timestamp: new Date(0).toISOString() } as MessageData;
      const world: { who: 'a' | 'b' } = { who: 'a' };
      const first = begun('a', 0);
      first.observe(handedOn('a', 'connected', 0), 0);
      let second: DrivenHandling | undefined;

      const answer = (handling: DrivenHandling, me: 'a' | 'b', job: Job, nowMs: number): void => {
        const what = left.shift() ?? 'answered';
        const done = what === 'answered' || what === 'unseen';
        const unanswered = what === 'refused' ? ('refused' as const) : ('unknown' as const);
        if (job.kind === 'read') handling.read(what === 'answered' ? [message] : undefined, nowMs);
        else if (job.kind === 'recall') {
          if (what === 'answered') handling.observe(handedOn(world.who, 'connected', stored.a.length), nowMs);
          const others = stored[me === 'a' ? 'b' : 'a'];
          handling.recalled(what === 'answered' ? [...stored[me]] : undefined, nowMs, [...others]);
        } else if (job.kind === 'reply') {
          if (done) stored[me].push(job.text);
          handling.replied(what === 'answered' ? { kind: 'stored', text: job.text } : { kind: unanswered }, nowMs);
        } else if (job.kind === 'transfer') {
          if (done) world.who = 'b';
          handling.transferred(what === 'answered' ? 'made' : unanswered, nowMs);
        } else if (job.kind === 'wrap-up') handling.wrappedUp(what === 'answered', nowMs);
        else handling.answered(what === 'answered', nowMs);
      };
      let over = false;
      for (let nowMs = 0; nowMs < 1e6 && !over; nowMs += 5) {
        if (world.who === 'b' && second === undefined) {
          second = begun('b', nowMs);
          second.observe(handedOn('b', 'connected', stored.a.length), nowMs);
        }
        for (const [me, handling] of [
          ['a', first],
          ['b', second],
        ] as const) {
          const job = handling?.due(nowMs);
          if (job?.kind === 'end') over = true;
          else if (handling !== undefined && job !== undefined) answer(handling, me, job, nowMs);
        }
      }
      expect([...stored.a, ...stored.b]).toEqual(turns);
      expect(stored.a.length).toBeGreaterThan(0);
      const [ofFirst, ofSecond] = [first.replies.ledger.counts(), second?.replies.ledger.counts()];
      expect([ofFirst.sent, ofFirst.acked]).toEqual([stored.a.length, stored.a.length]);
      expect([ofSecond?.sent ?? 0, ofSecond?.acked ?? 0]).toEqual([stored.b.length, stored.b.length]);
    }),
  );
});
