import type { MessageCommunication, Participant } from '@headroom/genesys-wire/platform';

/** Genesys leaves out the list of a participant who has none: an agent who got a call has no message communication. */
export function communicationsOf({
  messages,
}: {
  readonly messages?: readonly MessageCommunication[] | undefined;
}): readonly MessageCommunication[] {
  return messages ?? [];
}

type Listed = MessageCommunication['messages'];

/** The same of a communication in which nothing was said. */
export function messagesOf({ messages }: { readonly messages?: Listed | undefined }): Listed {
  return messages ?? [];
}

/** The ids of what these participants' parts list, oldest first, each once: a message may be listed under several parts. */
export function messageIdsOf(participants: readonly Participant[]): string[] {
  const messages = participants.flatMap(communicationsOf).flatMap(messagesOf);
  return [...new Set(messages.map(({ messageId }) => messageId))];
}
