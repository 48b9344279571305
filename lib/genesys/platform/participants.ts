import type { MessageCommunication, Participant } from '@headroom/genesys-wire/platform';

/**
 * The message communications of a participant. Genesys leaves the list out where it is empty, as for an agent who got
 * a call.
 */
export function communicationsOf({
  messages,
}: {
  readonly messages?: readonly MessageCommunication[] | undefined;
}): readonly MessageCommunication[] {
  return messages ?? [];
}

/** Whether this participant is out of the conversation. */
export function isGone(participant: Pick<Participant, 'messages'> | undefined): boolean {
  const state = participant && communicationsOf(participant).at(-1)?.state;
  return state === 'disconnected' || state === 'terminated';
}

type Listed = MessageCommunication['messages'];

/** The messages of a communication. Genesys leaves the list out where nothing was said. */
export function messagesOf({ messages }: { readonly messages?: Listed | undefined }): Listed {
  return messages ?? [];
}

/**
 * The ids of the messages of these participants, oldest first and each once: a message may be listed under several
 * participants.
 */
export function messageIdsOf(participants: readonly Participant[]): string[] {
  const messages = participants.flatMap(communicationsOf).flatMap(messagesOf);
  return [...new Set(messages.map(({ messageId }) => messageId))];
}

/**
 * Until when (Unix ms, by the org's clock) agents other than this participant talked in the conversation; undefined where
 * none did. Who talked was connected, said something, or was transferred from: one who missed the alert did not. Where
 * the org does not show when they left, it is `unknownMs`.
 */
export function talkedUntilMs(
  participants: readonly Participant[],
  participantId: string,
  unknownMs: number,
): number | undefined {
  const talked = participants.filter(
    (part) =>
      isOther(part, participantId) &&
      communicationsOf(part).some(
        (one) => part.connectedTime !== undefined || messagesOf(one).length > 0 || one.disconnectType === 'transfer',
      ),
  );
  const left = talked.map(({ endTime }) => (endTime === undefined ? unknownMs : Date.parse(endTime)));
  return left.length === 0 ? undefined : Math.max(...left);
}

/** Whether it is an agent, and another than this one. */
export function isOther({ id, purpose }: Participant, participantId: string): boolean {
  return purpose === 'agent' && id !== participantId;
}
