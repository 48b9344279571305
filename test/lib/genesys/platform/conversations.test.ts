import type { Conversation } from '@headroom/genesys-wire/platform';
import { expect, it } from 'vitest';
import { Ledger } from '../../../../lib/dialogues/ledger.ts';
import { saidBy, saidByOthers } from '../../../../lib/genesys/platform/conversations.ts';

const shown = (messageId: string) => ({ messageId, messageTime: '', messageStatus: 'sent' as const });

/** An agent's part in which these messages are listed. */
function part(id: string, userId: string, ...messageIds: string[]): Conversation['participants'][number] {
  const state = 'disconnected' as const;
  const communication = { id: `${id}-c`, state, direction: 'inbound' as const, type: 'webmessaging' as const };
  return { id, purpose: 'agent', userId, messages: [{ ...communication, messages: messageIds.map(shown) }] };
}

it('a message of a participant is listed once, though two of its communications show it', () => {
  const [mine, again] = [part('p1', 'me', 'm1', 'm2'), part('p2', 'me', 'm1', 'm2')];
  const twice = { id: 'c', participants: [{ ...mine, messages: [...mine.messages, ...again.messages] }] };
  const said = saidBy(twice, 'p1');
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
  const conversation = { id: 'c', participants: [onACall, { ...silent, id: 'p2' }, part('p3', 'me', 'm1')] };
  const said = (id: string) => saidBy(conversation as unknown as Conversation, id);
  expect([said('p1'), said('p2'), said('p3')]).toEqual([[], [], ['m1']]);
});

it('a message of somebody else is not the participant’s, nor is that of a customer another agent’s', () => {
  const customer = { ...part('k', '', 'm0'), purpose: 'customer' as const };
  const both = { id: 'c', participants: [customer, part('p1', 'other', 'm1'), part('p2', 'me', 'm2')] };
  expect([saidBy(both, 'p2'), saidByOthers(both, 'p2')]).toEqual([['m2'], ['m1']]);
});
