import type { Conversation } from '../../conversations/conversation.ts';
import type { ApiCall } from '../http/call.ts';
import { notFound } from '../http/errors.ts';

/** Runs `then` with the conversation that the path names first. */
export function inConversation(then: (conversation: Conversation, call: ApiCall) => unknown) {
  return (call: ApiCall) => {
    const conversation = call.tenant.conversations.get(call.ids[0] ?? '');
    return conversation === undefined ? notFound('Conversation') : then(conversation, call);
  };
}
