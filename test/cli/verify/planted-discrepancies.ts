import { randomUUID } from 'node:crypto';
import type { Tenant } from '@headroom/tenant';
import type { Dialogue } from '../../../lib/dialogues/dialogue.ts';
import { seeded } from '../../../packages/tenant/src/base/random.ts';
import { Conversation } from '../../../packages/tenant/src/conversations/conversation.ts';
import type { StoredMessage } from '../../../packages/tenant/src/conversations/message.ts';
import type { IngestDiscrepancy } from '../../../report/read/org-files.ts';

/** A discrepancy as one line, so that lists can be compared. */
export const lineOf = ({ kind, conversationId, customer, transcript, turn }: IngestDiscrepancy): string =>
  `${kind} | ${conversationId ?? ''} | ${customer ?? ''} | ${transcript ?? ''} | ${turn ?? ''}`;

/** How one kind of tampering changes a conversation, and what has to be found then. */
type Plant = (at: Site) => IngestDiscrepancy[];

interface Site {
  readonly org: Tenant;
  readonly conversation: Conversation;
  /** What its messages become. */
  readonly messages: StoredMessage[];
  readonly transcript: string;
  /** A turn whose text is said only once. */
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
/** Changes the attributes in the messages and in the conversation, where the org shows them. */
const renamed = ({ messages, conversation }: Site, attributes: Record<string, string>): void => {
  const shown: Record<string, string> = conversation.attributes;
  for (const name of Object.keys(shown)) delete shown[name];
  Object.assign(shown, attributes);
  messages.forEach((message, place) => {
    if (message.from === 'customer') messages[place] = { ...message, attributes };
  });
};

const one =
  (kind: IngestDiscrepancy['kind'], tamper: (at: Site) => void): Plant =>
  (at) => {
    const { conversation, transcript, turn } = at;
    const customer = customerOf(at);
    tamper(at);
    return [{ kind, conversationId: conversation.id, customer, transcript, turn }];
  };
const customerOf = ({ messages }: Site): string => messageAt(messages, 0).attributes.customer ?? '';
const neverSeen = ({ transcript }: Site): IngestDiscrepancy => ({ kind: 'never seen', transcript });

/** A file is missing only where the plan lets customers send some, and a visit where it plays transcripts more than once. */
type Planted = Exclude<IngestDiscrepancy['kind'], 'without its file' | 'never begun'>;

const PLANTS: Readonly<Record<Planted, Plant>> = {
  missing: one('missing', ({ messages, turn }) => messages.splice(turn, 1)),
  altered: one('altered', ({ messages, turn }) =>
    change(messages, turn, { text: `${messageAt(messages, turn).text} ` }),
  ),
  duplicated: one('duplicated', ({ messages, turn }) => {
    const message = messageAt(messages, turn);
    messages.push({ ...message, id: randomUUID(), time: after(message) });
  }),
  // The last turns stand two places too early, or the others two places too late.
  'out of order': one('out of order', ({ messages, turn }) => {
    const later = messages[turn + 2];
    const time = later ? after(later) : new Date(messageAt(messages, turn - 2).time.getTime() - 1);
    change(messages, turn, { time });
  }),
  'wrong side': one('wrong side', ({ messages, turn }) => {
    const { from } = messageAt(messages, turn);
    change(messages, turn, { from: from === 'agent' ? 'customer' : 'agent' });
  }),
  unexpected: one('unexpected', ({ messages, turn }) => {
    const message = messageAt(messages, turn);
    messages.push({ ...message, id: randomUUID(), text: 'Nobody said this.', time: after(message) });
  }),
  'unknown transcript': (at) => {
    const customer = customerOf(at);
    renamed(at, { customer, transcript: '999999 nobody' });
    const named = { conversationId: at.conversation.id, customer, transcript: '999999 nobody' };
    return [{ kind: 'unknown transcript', ...named }, neverSeen(at)];
  },
  'ingested twice': (at) => {
    const { org, conversation, messages, transcript } = at;
    const again = new Conversation(org.ids, randomUUID(), conversation.deploymentId, conversation.createdAt);
    for (const message of messages) again.add({ ...message, id: randomUUID() });
    again.agents.push(...conversation.agents);
    org.conversations.add(again);
    return [{ kind: 'ingested twice', conversationId: again.id, customer: customerOf(at), transcript }];
  },
  'never seen': (at) => {
    renamed(at, {});
    // Neither do the customer's texts tell it.
    at.messages.forEach((_, place) => {
      change(at.messages, place, { text: 'of another set' });
    });
    return [neverSeen(at)];
  },
  'conversation gone': (at) => {
    at.gone.add(at.conversation.id);
    return [{ kind: 'conversation gone', conversationId: at.conversation.id }, neverSeen(at)];
  },
};
export const KINDS = Object.keys(PLANTS) as Planted[];
const PLANTED = 20;

/**
 * Plants 20 discrepancies of the given kinds in turn, each in a conversation of its own: at its first turn, its last or
 * any other. Returns the lines that have to be found.
 */
export function plant(
  org: Tenant,
  dialogues: readonly Dialogue[],
  seed: number,
  kinds: readonly Planted[] = KINDS,
): string[] {
  const random = seeded(seed);
  const gone = new Set<string>();
  const known = org.conversations.get.bind(org.conversations);
  org.conversations.get = (id) => (gone.has(id) ? undefined : known(id));
  const chosen = [...org.conversations.values()]
    .flatMap((conversation) => siteOf(org, conversation, dialogues, random, gone) ?? [])
    .map((site) => ({ site, by: random() }))
    .sort((a, b) => a.by - b.by)
    .slice(0, PLANTED);
  if (chosen.length < PLANTED) throw new Error('too few conversations to plant in');
  const planted = chosen.flatMap(({ site }, place) => PLANTS[kinds[place % kinds.length] ?? 'missing'](site));
  for (const { site } of chosen) site.conversation.replaceMessages(site.messages);
  return planted.map(lineOf);
}

function siteOf(
  org: Tenant,
  conversation: Conversation,
  dialogues: readonly Dialogue[],
  random: () => number,
  gone: Set<string>,
): Site | undefined {
  const messages = [...conversation.messages];
  const { transcript = '' } = messages[0]?.attributes ?? {};
  const turns = dialogues[Number(transcript.split(' ')[0])]?.turns ?? [];
  const texts = turns.map(({ text }) => text);
  const once = texts.flatMap((text, turn) => (texts.indexOf(text) === texts.lastIndexOf(text) ? [turn] : []));
  const any = once[Math.floor(random() * once.length)];
  const turn = [once[0], once.at(-1), any][Math.floor(3 * random())];
  return turn === undefined ? undefined : { org, conversation, messages, transcript, turn, gone };
}
