import type { MessageCommunication, Participant } from '@headroom/genesys-wire/platform';
import { fingerprintOf } from '../../dialogues/fingerprint.ts';
import { communicationsOf, messagesOf } from '../../genesys/platform/participants.ts';

/** The messages of a customer in a conversation. Each is to be read once. */
export class Inbox {
  /** The fingerprints of the messages' ids, in the order in which they were listed. */
  readonly #seen: number[] = [];
  #unread: string[] = [];

  /** Whether a message is to be read. */
  get holds(): boolean {
    return this.#unread.length > 0;
  }

  /** Takes in the customer as a participant, as the notification topic or the API shows it. Returns the new ids. */
  note(customer: Participant): readonly string[] {
    const known = this.#unread.length;
    for (const messages of communicationsOf(customer).map(messagesOf)) {
      for (let place = this.#seenOf(messages); place < messages.length; place++) this.#note(messages[place]?.messageId);
    }
    return this.#unread.slice(known);
  }

  /** Takes the ids of the messages that are to be read. Those that could not be read are given back by `putBack`. */
  take(): readonly string[] {
    const messageIds = this.#unread;
    this.#unread = [];
    return messageIds;
  }

  putBack(messageIds: readonly string[]): void {
    this.#unread.unshift(...messageIds);
  }

  /** How many ids at the beginning of a list are known. Nearly always a list is the last one with one more message. */
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
