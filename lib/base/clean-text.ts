/** What stands in the place of a token, an id, an address or another text that is nobody's business. */
export const HIDDEN = '[hidden]';

/**
 * Replaces what has the form of a credential, in any text of others: a JSON Web Token or its beginning, what follows the
 * name of a scheme or of a field that holds one, and runs of letters and digits as long as a token of Genesys. Ids are
 * shorter, or have no capitals, and stay. What a process knows to be a credential it hides beside this, whatever its form.
 *
 * The literals stand in the function: at the top of a module each would cost every VU an object.
 */
export function credentialsHidden(text: string): string {
  return text
    .replace(
      /\b((?:bearer|basic)\s+|(?:access_token|refresh_token|id_token|client_secret|assertion|SAMLResponse|code_verifier)["']?\s*[=:]\s*["']?)[A-Za-z0-9+/_.~%-]{6,}={0,2}/gi,
      `$1${HIDDEN}`,
    )
    .replace(/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}/g, HIDDEN)
    .replace(/[A-Za-z0-9_-]{40,}|[A-Za-z0-9+/]{100,}={0,2}/g, (run) =>
      /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run) ? HIDDEN : run,
    );
}

/** More of a foreign text is not looked at. */
const MOST_READ = 4_096;
/** A longer text may have been cut by whoever read it, in the midst of a token. */
const MAYBE_CUT = 300;

/**
 * A text of somebody else, such as the body of a refusal, as it may stand in a log, a report or a terminal: one line of
 * at most `most` characters, without control characters, escapes of terminals and characters that cannot be seen or turn
 * the direction of writing. It leaves the machine with results, so more is hidden than credentials: cookies and secrets by
 * their name, all long runs of letters and digits, UUIDs, long numbers, e-mail addresses, and URLs, which may carry a token.
 *
 * @example
 * cleanText('Denied:\u001b[31m Bearer eyJhbGciOiJIUzI1NiJ9.e30.x', 200); // 'Denied: Bearer [hidden]'
 */
export function cleanText(text: string, most: number): string {
  const read = printable(text.slice(0, MOST_READ)).replace(/\s+/g, ' ').trim();
  // A search for the end by a regular expression would take a time that grows with the square of the length.
  const whole = text.length >= MAYBE_CUT ? read.slice(0, Math.max(0, read.lastIndexOf(' '))) : read;
  const line = hidden(whole);
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}

/** A long run without a space is no word where it has letters and digits, or is longer than any word. */
function hidden(text: string): string {
  const more = text
    .replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\/\S+/gi, HIDDEN)
    .replace(/[^\s@]{1,64}@[^\s@]{1,255}/g, HIDDEN)
    .replace(/\b(bearer|basic|digest|negotiate)\s+\S+/gi, `$1 ${HIDDEN}`)
    .replace(/((?:set-)?cookie|authorization)["']?\s?[:=].*/gi, `$1: ${HIDDEN}`)
    .replace(
      /([\w-]{0,40}(?:token|secret|passw(?:or)?d|pwd|api[-_]?key|session[-_]?id|jwt|credential|signature)[\w-]{0,40}["']?\s?[:=]\s?)(?:"[^"]*"?|'[^']*'?|[^\s,;&]+)/gi,
      `$1${HIDDEN}`,
    )
    .replace(/[A-Za-z0-9_~+/=.%-]{16,}/g, (run) =>
      run.length >= 40 || (/\d/.test(run) && /[A-Za-z]/.test(run)) ? HIDDEN : run,
    )
    .replace(/\d{9,}/g, HIDDEN);
  return credentialsHidden(more);
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
  if (code < 0x2000) return code !== 0xad && code !== 0x180e && !isArabicFormat(code);
  if (code < 0x2070) return (code >= 0x2010 && code <= 0x2027) || (code >= 0x2030 && code <= 0x205e);
  return code < 0xd800 || (code >= 0xf900 && code < 0xfff0 && code !== 0xfeff);
}

/** Signs of Arabic and Syriac that enclose the digits after them, and the mark that turns the direction of writing. */
function isArabicFormat(code: number): boolean {
  if (code < 0x600 || code > 0x8e2) return false;
  if (code <= 0x605 || code === 0x61c || code === 0x6dd || code === 0x70f) return true;
  return code === 0x890 || code === 0x891 || code === 0x8e2;
}
