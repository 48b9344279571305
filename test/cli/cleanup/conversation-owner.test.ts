import { describe, expect, it } from 'vitest';
import { ConversationOwner } from '../../../cli/cleanup/conversation-owner.ts';
import { type Org, OrgError } from '../../../cli/platform/org.ts';
import type { Dialogue } from '../../../lib/dialogues/dialogue.ts';

const RUN = 'a1b2c3d4-0000-4000-8000-000000000000';
const turnsOf = (...texts: string[]): Dialogue['turns'] => texts.map((text) => ({ from: 'customer', text }));
const dialogues: Dialogue[] = [
  { id: 'a', turns: turnsOf('Hello', 'I cannot log in to my account') },
  { id: 'b', turns: turnsOf('My order has not arrived yet') },
];

/** Whose a conversation is that has these attributes and in which the customer said this. */
async function ownerOf(attributes: object, said: readonly string[], runs: readonly string[] = [RUN]) {
  const messages = said.map((text, index) => ({
    ...{ id: `m${index}`, direction: 'inbound', timestamp: new Date(index).toISOString() },
    normalizedMessage: { type: 'Text', text },
  }));
  const listed = messages.map(({ id }) => ({ messageId: id }));
  const customer = { id: 'p', purpose: 'customer', attributes, messages: [{ id: 'k', messages: listed }] };
  const org = {
    read: async (method: string) =>
      method === 'GET' ? { id: 'c', participants: [customer] } : { entities: [...messages].reverse() },
  } as unknown as Org;
  return (await new ConversationOwner(org, new Set(runs), async () => dialogues).of('c'))?.owner;
}

describe('the owner of a conversation', () => {
  it.each<[string, object, string[], string]>([
    ['headroom', { customer: `${RUN}-4`, transcript: '0 a' }, ['anything'], 'by attributes alone'],
    ['headroom', { 'context.customer': `${RUN}-4`, 'context.transcript': '0 a' }, [], 'by attributes with a prefix'],
    ['headroom', {}, ['My order has not arrived yet'], 'by its first message alone'],
    ['headroom', { 'context.name': 'x' }, ['Hello', 'I cannot log in to my account'], 'by two first messages'],
    ['perhaps', {}, ['Hello'], 'by a first message that anybody may say'],
    ['others', {}, ['Hello', 'My order has not arrived yet'], 'by messages of two transcripts'],
    ['others', {}, [], 'without attributes and messages'],
    ['others', { customer: 'b1b2c3d4-0000-4000-8000-000000000000-4', transcript: '0 a' }, ['x'], 'of another run'],
    [
      'others',
      { customer: 'Mr Smith', transcript: '0 a' },
      ['My order has not arrived yet'],
      'with attributes of its own',
    ],
  ])('the owner is %s %j', async (owner, attributes, said, _) => {
    expect(await ownerOf(attributes, said)).toBe(owner);
  });

  it('a conversation that is gone has no owner', async () => {
    const read = async () => Promise.reject(new OrgError('gone', 404));
    const owners = new ConversationOwner({ read } as unknown as Org, new Set(), async () => dialogues);
    expect(await owners.of('c')).toBeUndefined();
  });
});
