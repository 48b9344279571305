import type { Conversation } from '@headroom/genesys-wire/platform';
import { expect, it } from 'vitest';
import { Ledger } from '../../../../lib/dialogues/ledger.ts';
import { saidBy } from '../../../../lib/genesys/platform/conversations.ts';

const shown = (messageId: string) => ({ messageId, messageTime: '', messageStatus: 'sent' as const });

/** An agent's part in which these messages are listed. */
function part(id: string, userId: string, ...messageIds: string[]): Conversation['participants'][number] {
  const state = 'disconnected' as const;
  const communication = { id: `${id}-c`, state, direction: 'inbound' as const, type: 'webmessaging' as const };
  return { id, purpose: 'agent', userId, messages: [{ ...communication, messages: messageIds.map(shown) }] };
}

it('a message of an agent is listed once, though the conversation alerted the agent twice', () => {
  const twice = { id: 'c', participants: [part('p1', 'me', 'm1', 'm2'), part('p2', 'me', 'm1', 'm2')] };
  const said = saidBy(twice, 'me');
  expect(said).toEqual(['m1', 'm2']);
  const ledger = new Ledger();
  said.forEach((id, turn) => {
    ledger.acked(ledger.sent(`text of ${id}`, turn), `text of ${id}`);
  });
  ledger.verify(said.map((id) => `text of ${id}`));
  expect(ledger.counts()).toMatchObject({ sent: 2, acked: 2, duplicated: 0 });
});

it('a participant without a message communication, or with an empty one, said nothing', () => {
  const onACall = { id: 'p1', purpose: 'agent', userId: 'me' };
  const silent = { ...onACall, messages: [{ id: 'k', state: 'connected', direction: 'inbound' }] };
  const participants = [onACall, silent, part('p3', 'me', 'm1')];
  expect(saidBy({ id: 'c', participants } as unknown as Conversation, 'me')).toEqual(['m1']);
});

it('a message of somebody else is not the agent’s', () => {
  const both = { id: 'c', participants: [part('p1', 'other', 'm1'), part('p2', 'me', 'm2')] };
  expect(saidBy(both, 'me')).toEqual(['m2']);
});
