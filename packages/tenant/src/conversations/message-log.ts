import { flatText } from '../base/flat-text.ts';
import type { StoredMessage } from './message.ts';

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
    if (typeof this.#kept !== 'string') this.#kept = flatText(JSON.stringify(this.#kept.map(rowOf)));
  }

  replace(messages: readonly StoredMessage[]): void {
    this.#kept = [...messages];
  }
}

/** A message without the names of its fields, which would be a third of the text. */
const rowOf = ({ id, from, type, text, time, attributes, content, userId, communicationId }: StoredMessage) =>
  [id, from, type, text, time.getTime(), attributes, content, userId, communicationId] as const;

/** What the message lacks is null in JSON. */
const messageOf = (row: ReturnType<typeof rowOf>): StoredMessage => ({
  id: row[0],
  from: row[1],
  type: row[2],
  text: row[3],
  time: new Date(row[4]),
  attributes: row[5],
  content: row[6] ?? undefined,
  userId: row[7] ?? undefined,
  communicationId: row[8] ?? undefined,
});

const unpacked = (text: string): StoredMessage[] => JSON.parse(text).map(messageOf);
