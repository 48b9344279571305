import type { Conversation, MessageData } from '@headroom/genesys-wire/platform';
import { describe, expect, it } from 'vitest';
import { parseDialogues } from '../../../../lib/dialogues/dialogue.ts';
import { dialogueIn, unscripted } from '../../../../lib/dialogues/transcript-attribute.ts';
import { dialogueThatBegins, openingsOf } from '../../../../lib/dialogues/transcript-by-opening.ts';
import { DrivenHandling } from './driven-handling.ts';

const turns = (first: string, second: string) => [
  { from: 'customer', text: first },
  { from: 'agent', text: `to ${second}` },
  { from: 'customer', text: second },
];
const dialogues = parseDialogues(
  [
    { id: 'a', turns: turns('Hello', 'A') },
    { id: 'b', turns: [{ from: 'customer', text: 'Good day' }, ...turns('My bill', 'B')] },
    { id: 'c', turns: turns('Help', 'C') },
  ]
    .map((dialogue) => JSON.stringify(dialogue))
    .join('\n'),
);
const openings = openingsOf(dialogues);
const none = { minMs: 0, maxMs: 0 };

function conversation(state: 'alerting' | 'connected' | 'disconnected', messageIds: string[], attributes: object) {
  const messages = messageIds.map((messageId) => ({ messageId }));
  return {
    id: 'c',
    participants: [
      { id: 'k', purpose: 'customer', ...attributes, messages: [{ id: 'kc', state: 'connected', messages }] },
      { id: 'p', purpose: 'agent', userId: 'u', messages: [{ id: 'pc', state, messages: [] }] },
    ],
  } as unknown as Conversation;
}

const message = (id: string, text: string, more: object = {}) =>
  ({
    ...{ id, direction: 'inbound', timestamp: new Date(0).toISOString() },
    normalizedMessage: { type: 'Text', text, ...more },
  }) as unknown as MessageData;

/** What an agent makes of a conversation that the org shows so: the transcript, its next reply, and whether it is lost. */
function handled(attributes: object, said: readonly MessageData[], asides?: ReadonlySet<string>) {
  const handling = new DrivenHandling(
    {
      conversationId: 'c',
      participantId: 'p',
      pace: { accept: none, missed: 0, reply: none, wrapUp: none },
      random: () => 0,
      findDialogue: (names, texts) => dialogueIn(names, dialogues) ?? dialogueThatBegins(texts, openings, dialogues),
      asides,
      emit: () => {},
    },
    0,
  );
  const ids = said.map(({ id }) => id);
  handling.observe(conversation('alerting', ids.slice(0, 1), attributes), 0);
  handling.due(0);
  handling.answered(true, 0);
  handling.observe(conversation('connected', ids, attributes), 0);
  handling.due(0);
  handling.read(said, 0);
  const next = handling.due(0);
  handling.observe(conversation('disconnected', ids, attributes), 0);
  const reply = next?.kind === 'reply' ? next.text : undefined;
  return { transcript: handling.transcript, reply, unrecognised: handling.unrecognised };
}

describe('the transcript of a conversation', () => {
  const known = { transcript: 'b', reply: 'to B', unrecognised: false };
  const opening = [message('m1', 'Good day'), message('m2', 'My bill')];
  const aside = [message('m1', 'Anyone?')];
  const unknown = [message('m1', 'x'), message('m2', 'y')];

  it.each<[string, object, readonly MessageData[]]>([
    ['by the customer’s attributes alone', { attributes: { transcript: '1 b' } }, unknown],
    ['by attributes that stand behind a prefix', { attributes: { 'context.transcript': '1 b' } }, unknown],
    ['by the first messages alone', {}, opening],
    ['by the first messages beside attributes of others', { attributes: { 'context.name': 'x' } }, opening],
    [
      'by attributes that name no transcript of the set, and first messages',
      { attributes: { transcript: '7 z' } },
      opening,
    ],
    [
      'by attributes in the messages, which no model has',
      {},
      [message('m1', 'x', { channel: { metadata: { customAttributes: { transcript: '1 b' } } } }), message('m2', 'y')],
    ],
    ['by texts where they stood until 2026', {}, opening.map(legacy)],
  ])('the transcript is known %s', (_, attributes, said) => {
    expect(handled(attributes, said)).toEqual(known);
  });

  it('the transcript is not known where neither tells it: the agent says nothing, and that is told', () => {
    expect(handled({}, unknown)).toEqual({ transcript: '', reply: undefined, unrecognised: true });
  });

  it('is not known where the customer said nothing but an aside, which is no turn of it', () => {
    const asides = new Set(['Anyone?']);
    expect(handled({}, aside, asides)).toEqual({ transcript: '', reply: undefined, unrecognised: true });
    const named = { attributes: { transcript: '0 a' } };
    expect(handled(named, aside, asides)).toEqual({ transcript: 'a', reply: undefined, unrecognised: false });
  });

  it('the transcript of a storm’s customer is none, and nothing is missed', () => {
    const attributes = unscripted('storm', 'r-1');
    expect(handled({ attributes }, unknown)).toMatchObject({ transcript: '', unrecognised: false });
  });
});

function legacy({ normalizedMessage, ...rest }: MessageData): MessageData {
  return { ...rest, textBody: normalizedMessage?.text ?? '' };
}
