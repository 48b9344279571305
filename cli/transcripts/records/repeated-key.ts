import { isName } from './keys-in-words.ts';

const [QUOTE, BACKSLASH, SPACE] = [0x22, 0x5c, 0x20];
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

/** An object of JSON in which a key stands twice: one of its values would be lost without a word. */
export class RepeatedKey extends Error {
  /** @param key as it is written, in its quotes */
  constructor(key: string) {
    const name = key.slice(1, -1);
    super(
      `${isName(name) ? `the key ${key}` : `a key of ${name.length} characters`} stands twice in an object; allowed: once`,
    );
  }
}

/**
 * The first key, as it is written, that stands twice in an object of a JSON text, or undefined. A text that has as many
 * colons behind quotes as its value has keys has none, which is found out without reading it again.
 *
 * @param value what `JSON.parse` makes of the text
 * @example repeatedKey('{"a": 1, "a": 2}', { a: 2 }) // '"a"'
 */
export function repeatedKey(text: string, value: unknown): string | undefined {
  return keysIn(value) === colonsBehindQuotes(text) ? undefined : keyTwice(text);
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const one of value) keys += keysIn(one);
    return keys;
  }
  for (const key of Object.keys(value)) {
    keys++;
    const held = (value as Record<string, unknown>)[key];
    if (typeof held === 'object') keys += keysIn(held);
  }
  return keys;
}

/**
 * Those that end a key, and no others: within a string a quote has a backslash before it. -1 where white space stands
 * before a colon, which may be behind a key.
 */
function colonsBehindQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before === QUOTE) count += text.charCodeAt(at - 2) === BACKSLASH ? 0 : 1;
    else if (before <= SPACE) return -1;
  }
  return count;
}

/** Reads the tokens of a JSON text that is whole. */
function keyTwice(text: string): string | undefined {
  /** The keys of each object that is open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let [last, isKey] = ['', false];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && isKey) {
      const [keys, key] = [open.at(-1), JSON.parse(last) as string];
      if (keys?.has(key)) return last;
      keys?.add(key);
    }
    isKey = token[0] === '"';
    if (isKey) last = token;
  }
  return undefined;
}
