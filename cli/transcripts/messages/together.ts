import { ConversationHashes } from './conversation-hashes.ts';
import type { Message } from './message.ts';
import type { Conversation } from './turn-order.ts';

/** Messages of one file, as they come. */
export interface MessageBatch {
  readonly file: string;
  readonly messages: readonly Message[];
}

/** A conversation came again after others: its messages have to be brought together on the disk. */
export class NotTogether extends Error {}

/** Whether a message is of the conversation of another, which has the same id. */
export const goesOn = (message: Message, first: Message | undefined): boolean =>
  message.isWhole === first?.isWhole && (message.isWhole !== true || message.item !== 0);

/**
 * Joins messages that stand together into conversations. Memory does not grow with the export, but for eight bytes a
 * conversation. Throws NotTogether when one comes again.
 */
export async function* conversationsTogether(batches: AsyncIterable<MessageBatch>): AsyncGenerator<Conversation[]> {
  const over = new ConversationHashes();
  let [file, id, messages]: [string, string | undefined, Message[]] = ['', undefined, []];
  for await (const batch of batches) {
    const done: Conversation[] = [];
    for (const message of batch.messages) {
      if (message.conversation !== id || !goesOn(message, messages[0])) {
        if (id !== undefined) done.push({ id, file, messages });
        if (message.isWhole !== true && !over.add(message.conversation)) throw new NotTogether();
        [file, id, messages] = [batch.file, message.conversation, []];
      }
      messages.push(message);
    }
    if (done.length > 0) yield done;
  }
  if (id !== undefined) yield [{ id, file, messages }];
}
