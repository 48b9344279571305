import { RepeatedKey, repeatedKey } from './repeated-key.ts';

/** As many digits as no double has, or more than one always has. */
const LONG = 16;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Parses JSON. A number that a double cannot hold stays as it is written, as a string. Throws as `JSON.parse` does, and a
 * `RepeatedKey` where a key stands twice in an object.
 *
 * @example parseExactly('{"id": 12345678901234567890}') // { id: '12345678901234567890' }
 */
export function parseExactly(text: string): unknown {
  // What is wrong in the text is to be wrong in its own words.
  const value: unknown = JSON.parse(text);
  const twice = repeatedKey(text, value);
  if (twice !== undefined) throw new RepeatedKey(twice);
  if (!hasLongNumber(text)) return value;
  return JSON.parse(text.replace(STRING_OR_NUMBER, (part) => (part[0] === '"' || isHeld(part) ? part : `"${part}"`)));
}

/** What `parseExactly` threw, in words without the text. */
export const whyNotRead = (error: unknown): string => (error instanceof RepeatedKey ? error.message : 'not JSON');

/** Looks at each sixteenth sign only: so many digits in a row stand on one of them. */
function hasLongNumber(text: string): boolean {
  for (let at = LONG - 1; at < text.length; at += LONG) {
    if (!isDigit(text, at)) continue;
    let [from, to] = [at, at + 1];
    while (isDigit(text, from - 1)) from--;
    while (isDigit(text, to)) to++;
    if (to - from >= LONG) return true;
  }
  return false;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function isHeld(number: string): boolean {
  if (/^-?\d+$/.test(number)) return Number.isSafeInteger(Number(number));
  return number.replace(/[-.]|[eE].*/g, '').length <= 15 && Number.isFinite(Number(number));
}
