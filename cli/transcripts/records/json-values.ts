import { parseExactly, whyNotRead } from './exact-json.ts';

/** A JSON value of a file, and where it begins. */
export interface JsonValue {
  readonly value: unknown;
  /** Its line, from 1. */
  readonly line: number;
  /** Its key, where it is a value of an object that holds them all. */
  readonly key?: string;
}

/**
 * Which values of a file are its records: those at the top, and the elements of arrays at the top. Where it is given,
 * `under` names the keys, at the top or in elements of an array there, whose arrays hold the records; `*` takes the
 * values of an object, whatever their keys.
 */
export type Under = readonly string[] | '*' | undefined;

/** The text of a file, as far as its records are known to be whole lines. */
export async function* linesOfJson(
  texts: AsyncIterable<string>,
  name: string,
  under: Under,
): AsyncGenerator<JsonValue[]> {
  let [rest, number] = ['', 0];
  const read = (lines: readonly string[]): JsonValue[] => {
    const values: JsonValue[] = [];
    for (const line of lines) {
      number++;
      if (isBlank(line)) continue;
      recordsIn(parsed(line, name, number), number, under, values);
    }
    return values;
  };
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield read(lines);
  }
  if (rest !== '') yield read([rest]);
}

const isBlank = (line: string): boolean => line.length < 100 && line.trim() === '';

function parsed(text: string, name: string, line: number): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    throw new Error(`${name}: line ${line}: ${whyNotRead(error)}`);
  }
}

/** Adds the records of a value at the top to `found`. */
export function recordsIn(value: unknown, line: number, under: Under, found: JsonValue[]): void {
  if (Array.isArray(value)) {
    for (const one of value) {
      if (under === undefined || under === '*') found.push({ value: one, line });
      else recordsUnder(one, line, under, found);
    }
  } else if (under === undefined) found.push({ value, line });
  else recordsUnder(value, line, under, found);
}

function recordsUnder(value: unknown, line: number, under: Exclude<Under, undefined>, found: JsonValue[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, held] of Object.entries(value)) {
    if (under === '*') found.push({ value: held, line, key });
    else if (under.includes(key) && Array.isArray(held)) for (const one of held) found.push({ value: one, line });
  }
}
