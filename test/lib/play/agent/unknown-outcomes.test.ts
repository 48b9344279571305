import type { CommunicationState, Conversation, MessageData } from '@headroom/genesys-wire/platform';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Job } from '../../../../lib/play/agent/job.ts';
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
      expect(handling.ledger.counts()).toMatchObject({ sent: turns.length, acked: turns.length });
    }),
  );
});
