/** The head of an HTTP/1.x answer. */
export interface ResponseHead {
  readonly version: string;
  readonly status: number;
  readonly statusText: string;
  /** Raw names and values, in order. */
  readonly headers: readonly (readonly [string, string])[];
}

/** @param head everything before the empty line; @returns Go's error text when it is no HTTP answer */
export function parseHead(head: string): ResponseHead | string {
  const [first = '', ...lines] = head.split('\r\n');
  const match = /^HTTP\/(1\.[01]) (\d{3})(?: (.*))?$/.exec(first);
  if (!match) return malformedResponse(first);
  const headers: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return `malformed MIME header line: ${line}`;
    headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return { version: match[1] ?? '', status: Number(match[2]), statusText: match[3] ?? '', headers };
}

/** Go's words for a first line that is none of HTTP's. */
export function malformedResponse(line: string): string {
  return `malformed HTTP response ${JSON.stringify(line)}`;
}

/** Headers by canonical name (`Retry-After`); values of repeated ones joined by `, `. */
export function canonicalHeaders(list: ResponseHead['headers']): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [given, value] of list) {
    const name = canonical(given);
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

/** False as soon as the first bytes cannot begin an HTTP answer and a line is whole. */
export function couldBeHttp(head: Buffer): boolean {
  return head.indexOf('\n') < 0 || head.toString('latin1', 0, 5) === 'HTTP/';
}

export function firstLineEnd(head: Buffer): number {
  const end = head.indexOf('\n');
  return end < 0 ? head.length : head[end - 1] === 13 ? end - 1 : end;
}

const spelled = new Map<string, string>();
const MOST_SPELLED = 1_000;

/** A header name as Go spells it: `sec-websocket-key` is `Sec-Websocket-Key`. */
export function canonical(name: string): string {
  const known = spelled.get(name);
  if (known !== undefined) return known;
  if (spelled.size >= MOST_SPELLED) spelled.clear();
  const made = spell(name);
  spelled.set(name, made);
  return made;
}

function spell(name: string): string {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return name;
  return name
    .toLowerCase()
    .replace(/(^|-)([a-z])/g, (_all, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** Whether a comma-separated header has a token, whatever its case. */
export function hasToken(value: string | undefined, token: string): boolean {
  return (value ?? '').split(',').some((part) => part.trim().toLowerCase() === token);
}
