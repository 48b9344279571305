const LONG_NUMBER = /\d{16}|\d[eE][+-]?\d{3}/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Parses JSON. A number that a double cannot hold stays as it is written, as a string. Throws as `JSON.parse` does.
 *
 * @example parseExactly('{"id": 12345678901234567890}') // { id: '12345678901234567890' }
 */
export function parseExactly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  // What is wrong in the text is to be wrong in its own words.
  JSON.parse(text);
  return JSON.parse(text.replace(STRING_OR_NUMBER, (part) => (part[0] === '"' || isHeld(part) ? part : `"${part}"`)));
}

function isHeld(number: string): boolean {
  if (/^-?\d+$/.test(number)) return Number.isSafeInteger(Number(number));
  return number.replace(/[-.]|[eE].*/g, '').length <= 15 && Number.isFinite(Number(number));
}
