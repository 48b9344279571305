import type { Conversation } from '../conversations/conversation.ts';
import type { AgentParticipant } from '../conversations/participants.ts';
import type { Tenant } from './tenant.ts';

/** The agent holds the conversation, or goes on with it. Nothing changes where it does so already. */
export function setHeld(
  { record, clock, publisher, routing }: Tenant,
  conversation: Conversation,
  participant: AgentParticipant,
  held: boolean,
): void {
  if (held === (participant.heldSince !== undefined)) return;
  participant.heldSince = held ? new Date(clock.now()) : undefined;
  const { userId } = participant;
  record.add({ kind: 'conversation', conversationId: conversation.id, event: held ? 'held' : 'resumed', userId });
  publisher.conversation(conversation, routing.agents.get(userId));
}
