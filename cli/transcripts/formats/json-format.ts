import type { LeftOut, Message } from '../messages/message.ts';
import type { JsonValue, Under } from '../records/json-values.ts';
import { keyIn } from '../records/path.ts';
import type { FormatName } from './format-names.ts';

/** A shape in which a product or a corpus has its conversations, in JSON. */
export interface DocumentFormat {
  /** As `--format` names it. */
  readonly name: FormatName;
  /** All of them stand in the beginning of a file of this format, and in no text of it: keys between their quotes. */
  readonly signs: readonly RegExp[];
  readonly under?: Under;
  /**
   * The messages of a record.
   *
   * @param unnamed the id of a conversation that has none of its own
   */
  read(record: JsonValue, unnamed: string): Message[];
}

/** The value at keys one within another; undefined where there is none. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce(keyIn, value);
}

/** The text or number there, as text; empty where there is none. */
export function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = valueAt(value, ...keys);
  return typeof found === 'string'
    ? found
    : typeof found === 'number' || typeof found === 'boolean'
      ? String(found)
      : '';
}

/** The elements of the array there; none where there is no array. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

/** The time there, for the reader of times. */
export function timeAt(value: unknown, ...keys: readonly string[]): string | number | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' || typeof found === 'number' ? found : undefined;
}

/** What a format tells of one message. */
export interface Told {
  readonly speaker: string;
  readonly text: string;
  readonly time?: string | number | undefined;
  readonly left?: LeftOut | undefined;
}

/** The messages of a conversation from what its format tells of each. */
export function messagesOf(conversation: string, line: number, told: readonly Told[]): Message[] {
  return told.map(({ speaker, text, time, left }, item) => ({
    conversation,
    speaker,
    time,
    text,
    line,
    item,
    ...(left === undefined ? {} : { left }),
  }));
}

/** Attachments beside a text are left out by themselves; without one the message is an attachment. */
export function withAttachments(told: Told, attachments: number): Told[] {
  const { speaker, text, time } = told;
  if (attachments === 0 || told.left !== undefined) return [told];
  const attachment: Told = { speaker, text: '', time, left: 'attachments' };
  return text.trim() === '' ? [attachment] : [told, attachment];
}
