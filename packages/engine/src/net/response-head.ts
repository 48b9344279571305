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
  let end = lineEnd(head, 0);
  const first = head.slice(0, end);
  if (!/^HTTP\/1\.[01] \d{3}(?: .*)?$/.test(first)) return malformedResponse(first);
  const headers: [string, string][] = [];
  while (end < head.length) {
    const start = end + 2;
    end = lineEnd(head, start);
    const colon = head.indexOf(':', start);
    if (colon <= start || colon >= end) return `malformed MIME header line: ${head.slice(start, end)}`;
    headers.push([head.slice(start, colon), head.slice(colon + 1, end).trim()]);
  }
  return { version: first.slice(5, 8), status: Number(first.slice(9, 12)), statusText: first.slice(13), headers };
}

function lineEnd(head: string, start: number): number {
  const end = head.indexOf('\r\n', start);
  return end < 0 ? head.length : end;
}

/** Whether a header's name, as given, is `wanted`, which is in lower case. */
export function isNamed(given: string, wanted: string): boolean {
  return given.length === wanted.length && given.toLowerCase() === wanted;
}

/** Go's error text for a first line that is no status line. */
export function malformedResponse(line: string): string {
  return `malformed HTTP response ${JSON.stringify(line)}`;
}

/** The first header that is `wanted`, which is in lower case. */
export function headerIn(headers: ResponseHead['headers'], wanted: string): string | undefined {
  return headers.find(([name]) => isNamed(name, wanted))?.[1];
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

/** False once a line is complete that no HTTP answer begins with. */
export function couldBeHttp(head: Buffer): boolean {
  return head.indexOf('\n') < 0 || head.toString('latin1', 0, 5) === 'HTTP/';
}

export function firstLineEnd(head: Buffer): number {
  const end = head.indexOf('\n');
  return end < 0 ? head.length : head[end - 1] === 13 ? end - 1 : end;
}

const spelled = new Map<string, string>();
const MAX_SPELLED = 1_000;

/** A header name as Go spells it: `sec-websocket-key` is `Sec-Websocket-Key`. */
export function canonical(name: string): string {
  const known = spelled.get(name);
  if (known !== undefined) return known;
  if (spelled.size >= MAX_SPELLED) spelled.clear();
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
