import { randomUUID } from 'node:crypto';
import type { Discrepancy } from '../../../cli/verify/check.ts';
import type { Dialogue } from '../../../lib/transcripts/dialogue.ts';
import { Conversation, type StoredMessage } from '../../../tenant/conversations/conversation.ts';
import { seeded } from '../../../tenant/random.ts';
import type { Tenant } from '../../../tenant/tenant.ts';

/** A discrepancy as one line, so that lists can be compared. */
export const lineOf = ({ kind, conversationId, transcript, turn }: Discrepancy): string =>
  `${kind} | ${conversationId ?? ''} | ${transcript ?? ''} | ${turn ?? ''}`;

/** What one kind of tampering does to a conversation, and what has to be found of it. */
type Plant = (at: Site) => Discrepancy[];

interface Site {
  readonly org: Tenant;
  readonly conversation: Conversation;
  readonly messages: StoredMessage[];
  readonly transcript: string;
  /** A turn whose text is said only once, with at least two turns behind it. */
  readonly turn: number;
  readonly gone: Set<string>;
}

const change = (messages: StoredMessage[], place: number, changed: Partial<StoredMessage>): void => {
  messages[place] = { ...messageAt(messages, place), ...changed };
};
function messageAt(messages: readonly StoredMessage[], place: number): StoredMessage {
  const message = messages[place];
  if (message === undefined) throw new Error('no such message');
  return message;
}
const after = (message: StoredMessage): Date => new Date(message.time.getTime() + 1);
const renamed = (messages: StoredMessage[], attributes: Record<string, string>): void =>
  messages.forEach((message, place) => {
    if (message.from === 'customer') messages[place] = { ...message, attributes };
  });

const one =
  (kind: Discrepancy['kind'], tamper: (at: Site) => void): Plant =>
  (at) => {
    tamper(at);
    return [{ kind, conversationId: at.conversation.id, transcript: at.transcript, turn: at.turn }];
  };
const neverSeen = ({ transcript }: Site): Discrepancy => ({ kind: 'never seen', transcript });

const PLANTS: readonly Plant[] = [
  one('missing', ({ messages, turn }) => messages.splice(turn, 1)),
  one('altered', ({ messages, turn }) => change(messages, turn, { text: `${messageAt(messages, turn).text} ` })),
  one('duplicated', ({ messages, turn }) => {
    const message = messageAt(messages, turn);
    messages.push({ ...message, id: randomUUID(), time: after(message) });
  }),
  one('out of order', ({ messages, turn }) => change(messages, turn, { time: after(messageAt(messages, turn + 2)) })),
  one('wrong side', ({ messages, turn }) => {
    const { from } = messageAt(messages, turn);
    change(messages, turn, { from: from === 'agent' ? 'customer' : 'agent' });
  }),
  one('unexpected', ({ messages, turn }) => {
    const message = messageAt(messages, turn);
    messages.push({ ...message, id: randomUUID(), text: 'Nobody said this.', time: after(message) });
  }),
  (at) => {
    const { customer = '' } = messageAt(at.messages, 0).attributes;
    renamed(at.messages, { customer, transcript: '999999 nobody' });
    const named = { conversationId: at.conversation.id, transcript: '999999 nobody' };
    return [{ kind: 'unknown transcript', ...named }, neverSeen(at)];
  },
  ({ org, conversation, messages, transcript }) => {
    const again = new Conversation(org.ids, randomUUID(), conversation.deploymentId);
    for (const message of messages) again.add({ ...message, id: randomUUID() });
    again.agents.push(...conversation.agents);
    org.conversations.add(again);
    return [{ kind: 'ingested twice', conversationId: again.id, transcript }];
  },
  (at) => {
    renamed(at.messages, {});
    return [neverSeen(at)];
  },
  (at) => {
    at.gone.add(at.conversation.id);
    return [{ kind: 'conversation gone', conversationId: at.conversation.id }, neverSeen(at)];
  },
];

/** Plants two discrepancies of every kind in 20 conversations; gives what has to be found, a line each. */
export function plant(org: Tenant, dialogues: readonly Dialogue[], seed: number): string[] {
  const random = seeded(seed);
  const gone = new Set<string>();
  const known = org.conversations.get.bind(org.conversations);
  org.conversations.get = (id) => (gone.has(id) ? undefined : known(id));
  const sites = [...org.conversations.values()].map((conversation) =>
    siteOf(org, conversation, dialogues, random, gone),
  );
  const chosen = sites
    .filter((site) => site !== undefined)
    .map((site) => ({ site, by: random() }))
    .sort((a, b) => a.by - b.by)
    .slice(0, 2 * PLANTS.length);
  if (chosen.length < 2 * PLANTS.length) throw new Error('too few conversations to plant in');
  return chosen.flatMap(({ site }, place) => (PLANTS[place % PLANTS.length] ?? (() => []))(site)).map(lineOf);
}

function siteOf(
  org: Tenant,
  conversation: Conversation,
  dialogues: readonly Dialogue[],
  random: () => number,
  gone: Set<string>,
): Site | undefined {
  const { messages } = conversation;
  const { transcript = '' } = messages[0]?.attributes ?? {};
  const turns = dialogues[Number(transcript.split(' ')[0])]?.turns ?? [];
  const texts = turns.map(({ text }) => text);
  const once = texts.flatMap((text, turn) =>
    turn < texts.length - 2 && texts.indexOf(text) === texts.lastIndexOf(text) ? [turn] : [],
  );
  const turn = once[Math.floor(random() * once.length)];
  return turn === undefined ? undefined : { org, conversation, messages, transcript, turn, gone };
}
