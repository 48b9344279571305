import type { MessageCommunication, Participant } from '@headroom/genesys-wire/platform';
import { fingerprintOf } from '../../dialogues/fingerprint.ts';
import { communicationsOf, messagesOf } from '../../genesys/platform/participants.ts';

/** What a customer has said in a conversation: each message is to be read once. */
export class Inbox {
  /** By the fingerprints of their ids, in the order in which they were listed. */
  readonly #seen: number[] = [];
  #unread: string[] = [];

  /** True while something is to be read. */
  get holds(): boolean {
    return this.#unread.length > 0;
  }

  /** The customer's part as the notification topic or the API shows it. */
  note(customer: Participant): void {
    for (const messages of communicationsOf(customer).map(messagesOf)) {
      for (let place = this.#seenOf(messages); place < messages.length; place++) this.#note(messages[place]?.messageId);
    }
  }

  /** The ids of what is to be read; `putBack` those that could not be. */
  take(): readonly string[] {
    const messageIds = this.#unread;
    this.#unread = [];
    return messageIds;
  }

  putBack(messageIds: readonly string[]): void {
    this.#unread.unshift(...messageIds);
  }

  /** How many at the beginning of a list are known: nearly always it is the last list, and a message more. */
  #seenOf(messages: MessageCommunication['messages']): number {
    const count = this.#seen.length;
    const latest = messages[count - 1];
    return latest !== undefined && fingerprintOf(latest.messageId) === this.#seen[count - 1] ? count : 0;
  }

  #note(messageId = ''): void {
    const id = fingerprintOf(messageId);
    if (this.#seen.includes(id)) return;
    this.#seen.push(id);
    this.#unread.push(messageId);
  }
}
