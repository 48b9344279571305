/** Why a message of an export is no turn of a dialogue. */
export const LEFT_OUT = [
  'bot turns',
  'system messages',
  'attachments',
  'internal notes',
  'empty turns',
  'texts over the limit',
  "agent's turns before the customer's first",
  "dialogues without a customer's turn",
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** One message of an export. */
export interface Message {
  readonly conversation: string;
  /** Who speaks, in the export's own word: a role, or a name. */
  readonly speaker: string;
  /** When, as the export has it; undefined where it has no times. */
  readonly time: string | number | undefined;
  readonly text: string;
  /** Its line in the file, from 1, or that on which its conversation begins. */
  readonly line: number;
  /** Its place in its conversation, from 0, where a conversation stands together in the file. */
  readonly item?: number;
  /** True where its record is the whole conversation: another one of the same id is another conversation. */
  readonly isWhole?: true;
  /** What it is where it is no text of a speaker. */
  readonly left?: LeftOut;
}

/** Where a message stands, for the user: `line 12`, or `line 12, message 3`. */
export function placeOf({ line, item }: Pick<Message, 'line' | 'item'>): string {
  return item === undefined ? `line ${line}` : `line ${line}, message ${item + 1}`;
}
