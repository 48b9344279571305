import type { Message } from '../messages/message.ts';
import { type Field, type FieldNames, knownName } from '../records/fields.ts';
import type { JsonValue } from '../records/json-values.ts';
import { keysInWords } from '../records/keys-in-words.ts';
import { pathOf, type Taker } from '../records/path.ts';

export interface JsonOptions extends FieldNames {
  /** The path to a conversation's messages; without one it is found out. */
  readonly turns?: string | undefined;
}

/** Keys under which conversations hold their messages. */
const TURNS = [
  'messages',
  'turns',
  'utterances',
  'transcript',
  'history',
  'entries',
  'events',
  'items',
  'chat',
  'log',
  'dialogue',
  'dialog',
];

/**
 * Reads JSON of no known format: a message a record, or a conversation a record with a list of messages. What holds what
 * is found out at the first record, as far as the user does not say it.
 */
export class GenericJson {
  readonly #options: JsonOptions;
  readonly #name: string;
  readonly #said: (keys: string) => void;
  #turns: Taker | undefined;
  #takers: Readonly<Record<Field, Taker>> | undefined;

  /** @param said is told which keys were taken, where the user has not named them */
  constructor(name: string, options: JsonOptions, said: (keys: string) => void) {
    this.#name = name;
    this.#said = said;
    this.#options = options;
    if (options.turns !== undefined) this.#turns = pathOf('--turns', options.turns);
  }

  /** @param unnamed the id of a conversation that has none */
  read({ value, line }: JsonValue, unnamed: string): Message[] {
    if (typeof value !== 'object' || value === null) throw new Error(`${this.#name}: line ${line}: not a JSON object`);
    if (this.#takers === undefined && this.#turns === undefined) this.#turns = turnsOf(value);
    if (this.#turns === undefined) return [this.#row(value, line)];
    return this.#conversation(value, line, unnamed, this.#turns);
  }

  #row(value: object, line: number): Message {
    const isFirst = this.#takers === undefined;
    this.#takers ??= this.#takersOf(value, value, 'conversation');
    const where = () => `${this.#name}: line ${line}`;
    const { conversation, participant, time, text } = this.#takers;
    return {
      conversation: required(conversation(value), 'conversation', value, where),
      // A key that the first record has may be missing in one of a machine.
      speaker: isFirst ? required(participant(value), 'participant', value, where) : asText(participant(value)),
      time: asTime(time(value)),
      text: asText(text(value)),
      line,
      ...asLeft(value),
    };
  }

  #conversation(value: object, line: number, unnamed: string, turns: Taker): Message[] {
    const found = turns(value);
    const all = Array.isArray(found) ? (found as unknown[]) : [];
    const [first] = all;
    if (first === undefined) return [];
    this.#takers ??= this.#takersOf(value, first, 'id');
    const { conversation, participant, time, text } = this.#takers;
    const id = asText(conversation(value)) || unnamed;
    return all.map((turn, item) => ({
      conversation: id,
      speaker: asText(participant(turn)),
      time: asTime(time(turn)),
      text: asText(text(turn)),
      line,
      item,
      ...asLeft(turn),
    }));
  }

  #takersOf(outer: object, turn: unknown, id: 'id' | 'conversation'): Readonly<Record<Field, Taker>> {
    const guessed: string[] = [];
    const taker = (field: Field, of: unknown, known: Field | 'id' = field): Taker => {
      const given = this.#options[field];
      if (given !== undefined) return pathOf(`--${field}`, given);
      const name = knownName(known, Object.keys(Object(of)));
      if (name === undefined && field === 'time') guessed.push('no time, so turns stand as in the file');
      else if (name !== undefined && name !== field) guessed.push(`${field} = ${name}`);
      return pathOf(`--${field}`, name ?? field);
    };
    const takers = {
      conversation: taker('conversation', outer, id),
      time: taker('time', turn),
      participant: taker('participant', turn),
      text: taker('text', turn),
    };
    if (guessed.length > 0) this.#said(guessed.join(', '));
    return takers;
  }
}

/** Help desks mark what only colleagues read so: `"public": false`, `"private": true`, `"internal": true`. */
function asLeft(turn: unknown): Pick<Message, 'left'> {
  const { public: isPublic, private: isPrivate, internal } = Object(turn) as Record<string, unknown>;
  return isPublic === false || isPrivate === true || internal === true ? { left: 'internal notes' } : {};
}

/** The list of messages of a conversation, if this is one. */
function turnsOf(value: object): Taker | undefined {
  for (const key of TURNS) {
    const [first] = listIn(value, key);
    if (typeof first === 'object' && first !== null && knownName('text', Object.keys(first)) !== undefined)
      return (one) => listIn(Object(one), key);
  }
  return undefined;
}

function listIn(value: object, key: string): unknown[] {
  const held = Object.entries(value).find(([name]) => name.toLowerCase() === key)?.[1];
  return Array.isArray(held) ? (held as unknown[]) : [];
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const asTime = (value: unknown): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined;

function required(value: unknown, field: Field, of: object, where: () => string): string {
  const text = asText(value);
  if (text !== '') return text;
  const found = Array.isArray(of) ? `a list of ${of.length}` : keysInWords(Object.keys(of));
  throw new Error(
    `${where()}: no "${field}"; found: ${found}; allowed: --${field} with a key or a path such as $.sender.role`,
  );
}
