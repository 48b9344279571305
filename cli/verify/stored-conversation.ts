import type { Conversation, EntityListing, MessageData } from '@headroom/genesys-wire/platform';
import { messageIdsOf } from '../../lib/genesys/platform/participants.ts';
import type { Org } from '../platform/org.ts';
import type { IngestedMessage } from './compare-turns.ts';

/** The maximum of message ids in one bulk read (docs/facts/genesys.md section 2.5). */
const MAX_MESSAGES_IN_BULK = 1_000;

/** A conversation as the org stored it. */
export interface StoredConversation {
  /** What customer and agents said, each message once. A bot's messages and events are left out. */
  readonly messages: readonly IngestedMessage[];
  /** The custom attributes of the customer's messages; of two values of a name the first counts. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Reads a conversation and its messages. It takes two calls, and one more for each further 1,000 messages. Throws
 * `OrgError`.
 */
export async function readStoredConversation(org: Org, id: string): Promise<StoredConversation> {
  const { participants } = await org.call<Conversation>('GET', `/api/v2/conversations/${id}`);
  const all: MessageData[] = [];
  for (const some of inParts(messageIdsOf(participants), MAX_MESSAGES_IN_BULK)) {
    const path = `/api/v2/conversations/messages/${id}/messages/bulk?useNormalizedMessage=true`;
    all.push(...(await org.call<EntityListing<MessageData>>('POST', path, some)).entities);
  }
  const attributes: Record<string, string> = {};
  for (const { normalizedMessage } of all)
    Object.assign(attributes, { ...normalizedMessage?.channel?.metadata?.customAttributes, ...attributes });
  return { messages: all.filter(isSaid).map(stored), attributes };
}

function isSaid({ normalizedMessage }: MessageData): boolean {
  return normalizedMessage?.type !== 'Event' && normalizedMessage?.originatingEntity !== 'Bot';
}

function stored({ direction, textBody, normalizedMessage, timestamp }: MessageData): IngestedMessage {
  return {
    from: direction === 'inbound' ? 'customer' : 'agent',
    text: normalizedMessage?.text ?? textBody ?? '',
    atMs: Date.parse(timestamp),
  };
}

function inParts<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < all.length; start += size) parts.push(all.slice(start, start + size));
  return parts;
}
