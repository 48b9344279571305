import type { Conversation, MessageData } from '@headroom/genesys-wire/platform';
import { CONVERSATION, MESSAGES } from './answer-shapes.ts';
import type { PlatformClient } from './client.ts';
import { isOther, messageIdsOf } from './participants.ts';

const CONVERSATIONS = '/api/v2/conversations';

/** The conversation as the API has it now, all messages included; undefined when it cannot be read. */
export async function readConversation(client: PlatformClient, id: string): Promise<Conversation | undefined> {
  const answer = await client.call<Conversation>('GET', `${CONVERSATIONS}/:id`, `${CONVERSATIONS}/${id}`, undefined, {
    reads: CONVERSATION,
  });
  return answer.ok ? answer.body : undefined;
}

/** Messages of a conversation by their ids; undefined when they cannot be read. */
export async function readMessages(
  client: PlatformClient,
  id: string,
  messageIds: readonly string[],
): Promise<readonly MessageData[] | undefined> {
  const name = `${CONVERSATIONS}/messages/:id/messages/bulk`;
  const path = `${CONVERSATIONS}/messages/${id}/messages/bulk`;
  const answer = await client.call<{ entities: MessageData[] }>('POST', name, path, messageIds, { reads: MESSAGES });
  return answer.ok ? answer.body.entities : undefined;
}

/** The ids of a participant's messages, oldest first. An agent whom a conversation alerted twice is two participants. */
export function saidBy({ participants }: Conversation, participantId: string): string[] {
  return messageIdsOf(participants.filter(({ id }) => id === participantId));
}

/** The ids of the messages of all other agents, oldest first. */
export function saidByOthers({ participants }: Conversation, participantId: string): string[] {
  return messageIdsOf(participants.filter((part) => isOther(part, participantId)));
}
