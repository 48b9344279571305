const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_FIELDS, CLOSE_FIELDS] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Whether a JSON text has more levels of lists and fields than `max`. Each level costs the parser memory, many times
 * that of its one character. A text that is no JSON may be judged either way.
 *
 * @example jsonDepthBeyond('[[[]]]', 2) // true
 */
export function jsonDepthBeyond(text: string, max: number): boolean {
  let depth = 0;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code === QUOTE) place = endOfString(text, place);
    else if (code === OPEN_LIST || code === OPEN_FIELDS) {
      if (++depth > max) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_FIELDS) depth--;
  }
  return false;
}

/** The place of the quote that ends the string which begins at `place`, or the end of the text. */
function endOfString(text: string, place: number): number {
  for (let at = place + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
