import type { Conversation } from '../conversations/conversation.ts';
import type { Queue } from '../routing/queues.ts';

/** The connected conversations without a message for as long as their queue allows. `nowMs` is Unix time. */
export function inactiveConversations(queues: readonly Queue[], nowMs: number): Conversation[] {
  return queues.flatMap(({ inactivityTimeoutMs, interacting }) =>
    inactivityTimeoutMs === undefined
      ? []
      : [...interacting].filter(({ lastMessageAtMs }) => lastMessageAtMs + inactivityTimeoutMs <= nowMs),
  );
}
