/** What stands in the place of a token, an id, an address or another text that is nobody's business. */
export const HIDDEN = '<hidden>';

/** More of a foreign text is not looked at. */
const MOST_READ = 4_096;
/** A longer text may have been cut by whoever read it, in the midst of a token. */
const MAYBE_CUT = 300;

/**
 * A text of somebody else, such as the body of a refusal, as it may stand in a log, a report or a terminal: one line of
 * at most `most` characters, without control characters, escapes of terminals and characters that cannot be seen or turn
 * the direction of writing. Whatever has the form of a secret is hidden: credentials and cookies by their name, JWTs and other long runs of letters and
 * digits, UUIDs, long numbers, e-mail addresses, and URLs, which may carry a token.
 *
 * @example
 * cleanText('Denied:\u001b[31m Bearer eyJhbGciOiJIUzI1NiJ9.e30.x', 200); // 'Denied: Bearer <hidden>'
 */
export function cleanText(text: string, most: number): string {
  const read = oneLine(printable(text.slice(0, MOST_READ)));
  // A search for the end by a regular expression would take a time that grows with the square of the length.
  const whole = text.length >= MAYBE_CUT ? read.slice(0, Math.max(0, read.lastIndexOf(' '))) : read;
  const line = hidden(whole);
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}

/** The literals stand in the function: at the top of a module each would cost every VU an object. */
function hidden(text: string): string {
  return text
    .replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\/\S+/gi, HIDDEN)
    .replace(/[^\s@]{1,64}@[^\s@]{1,255}/g, HIDDEN)
    .replace(/\b(bearer|basic|digest|negotiate)\s+\S+/gi, `$1 ${HIDDEN}`)
    .replace(/((?:set-)?cookie|authorization)["']?\s?[:=].*/gi, `$1: ${HIDDEN}`)
    .replace(
      /([\w-]{0,40}(?:token|secret|passw(?:or)?d|pwd|api[-_]?key|session[-_]?id|jwt|credential|signature)[\w-]{0,40}["']?\s?[:=]\s?)(?:"[^"]*"?|'[^']*'?|[^\s,;&]+)/gi,
      `$1${HIDDEN}`,
    )
    .replace(/[A-Za-z0-9_~+/=.%-]{16,}/g, (run) => (isOpaque(run) ? HIDDEN : run))
    .replace(/\d{9,}/g, HIDDEN);
}

/** Whether a run of characters without a space is no word: it has letters and digits, or is longer than any word. */
function isOpaque(run: string): boolean {
  return run.length >= 40 || (/\d/.test(run) && /[A-Za-z]/.test(run));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const ESCAPE = 0x1b;
const CONTROL_SEQUENCE = 0x9b;

/** The text with a space for each character that is not printed, and without escapes of terminals (ECMA-48). */
function printable(text: string): string {
  let clean = '';
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === ESCAPE || code === CONTROL_SEQUENCE) at = endOfEscape(text, at);
    clean += isPrinted(code) ? text.charAt(at) : ' ';
  }
  return clean;
}

/** The place of the last character of the escape that begins at `at`. */
function endOfEscape(text: string, at: number): number {
  const isShort = text.charCodeAt(at) === CONTROL_SEQUENCE;
  const kind = isShort ? '[' : text.charAt(at + 1);
  const from = isShort ? at + 1 : at + 2;
  if (kind !== '[' && kind !== ']') return isShort ? at : at + 1;
  for (let end = from; end < text.length; end++) {
    const code = text.charCodeAt(end);
    // A command of an operating system ends with BEL or another escape, a control sequence with a letter or a sign.
    if (kind === ']' ? code === 0x07 || code === ESCAPE : code >= 0x40 && code <= 0x7e) return end;
  }
  return text.length;
}

/** Letters, digits, signs and spaces of the basic plane; no control, format, private or surrogate character. */
function isPrinted(code: number): boolean {
  if (code < 0xa1) return code >= 0x20 && code < 0x7f;
  if (code === 0xad || code === 0x61c || code === 0x180e) return false;
  if (code < 0x2000) return true;
  if (code < 0x2070) return (code >= 0x2010 && code <= 0x2027) || (code >= 0x2030 && code <= 0x205e);
  return code < 0xd800 || (code >= 0xf900 && code < 0xfff0 && code !== 0xfeff);
}
