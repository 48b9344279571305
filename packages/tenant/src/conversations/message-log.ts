import type { StoredMessage } from './message.ts';

/** A message as it is packed: JSON has no dates. */
type Packed = Omit<StoredMessage, 'time'> & { readonly time: string };

/**
 * The messages of a conversation, in the order in which they were stored. Packed, they are one text in place of some ten
 * objects each, which each reading unpacks for itself.
 */
export class MessageLog {
  #kept: StoredMessage[] | string = [];

  get all(): readonly StoredMessage[] {
    return typeof this.#kept === 'string' ? unpacked(this.#kept) : this.#kept;
  }

  add(message: StoredMessage): void {
    if (typeof this.#kept === 'string') this.#kept = unpacked(this.#kept);
    this.#kept.push(message);
  }

  pack(): void {
    if (typeof this.#kept !== 'string') this.#kept = JSON.stringify(this.#kept);
  }

  replace(messages: readonly StoredMessage[]): void {
    this.#kept = [...messages];
  }
}

const unpacked = (text: string): StoredMessage[] =>
  (JSON.parse(text) as Packed[]).map((message) => ({ ...message, time: new Date(message.time) }));
