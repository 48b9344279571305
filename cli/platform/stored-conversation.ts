import type { Conversation, EntityListing, MessageData } from '@headroom/genesys-wire/platform';
import type { Side } from '../../lib/dialogues/dialogue.ts';
import { CONVERSATION, MESSAGES } from '../../lib/genesys/platform/answer-shapes.ts';
import { attributesInMessage, customerAttributes } from '../../lib/genesys/platform/customer-attributes.ts';
import { isSaid, textOf } from '../../lib/genesys/platform/message-text.ts';
import { messageIdsOf } from '../../lib/genesys/platform/participants.ts';
import { type Org, OrgError } from './org.ts';

/** A message as the org stored it. */
export interface IngestedMessage {
  readonly from: Side;
  readonly text: string;
  /** Unix ms. */
  readonly atMs: number;
  /** Whether files came with it. */
  readonly hasFiles?: boolean;
  /** The customer pressed a quick reply. */
  readonly pressed?: boolean;
}

/** The maximum of message ids in one bulk read (docs/facts/genesys.md section 2.5). */
const MAX_MESSAGES_IN_BULK = 1_000;

/** A conversation as the org stored it. */
export interface StoredConversation {
  /** What customer and agents said, each message once. A bot's messages and events are left out. */
  readonly messages: readonly IngestedMessage[];
  /** The customer's custom attributes; `{}` where the org shows none. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads a conversation without its messages. Throws `OrgError`. */
export function readConversation(org: Org, id: string): Promise<Conversation> {
  return org.read<Conversation>('GET', `/api/v2/conversations/${id}`, CONVERSATION);
}

/**
 * Reads a conversation and its messages. It takes two calls, and one more for each further 1,000 messages. Throws
 * `OrgError`.
 */
export async function readStoredConversation(org: Org, id: string): Promise<StoredConversation> {
  return await readMessagesOf(org, await readConversation(org, id));
}

/** The messages of a conversation that was read. Throws `OrgError`. */
export async function readMessagesOf(org: Org, { id, participants }: Conversation): Promise<StoredConversation> {
  const all: MessageData[] = [];
  for (const some of inParts(messageIdsOf(participants), MAX_MESSAGES_IN_BULK)) {
    const path = `/api/v2/conversations/messages/${id}/messages/bulk`;
    all.push(...(await org.read<EntityListing<MessageData>>('POST', path, MESSAGES, some)).entities);
  }
  const attributes: Record<string, string> = {};
  for (const message of all) Object.assign(attributes, { ...attributesInMessage(message), ...attributes });
  return {
    messages: all.filter(isSaid).map((message) => stored(id, message)),
    attributes: { ...attributes, ...customerAttributes(participants) },
  };
}

function stored(id: string, message: MessageData): IngestedMessage {
  const text = textOf(message);
  if (text === undefined && message.normalizedMessage?.type === 'Text')
    throw new OrgError(`conversation ${id}: a message of type Text has no normalizedMessage.text`, 0);
  const { direction, timestamp, normalizedMessage } = message;
  const inbound = direction === 'inbound';
  const hasFiles = normalizedMessage?.content?.some(({ contentType }) => contentType === 'Attachment') ?? false;
  return {
    from: inbound ? 'customer' : 'agent',
    text: text ?? '',
    atMs: Date.parse(timestamp),
    ...(inbound && normalizedMessage?.type === 'Structured' && { pressed: true }),
    ...(hasFiles && { hasFiles }),
  };
}

/** What the customer said, oldest first. */
export function customerTexts(messages: readonly IngestedMessage[]): string[] {
  const said = messages.filter(({ from }) => from === 'customer').sort((a, b) => a.atMs - b.atMs);
  return said.map(({ text }) => text);
}

function inParts<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < all.length; start += size) parts.push(all.slice(start, start + size));
  return parts;
}
