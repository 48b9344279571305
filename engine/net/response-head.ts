/** The head of an HTTP/1.1 answer. */
export interface ResponseHead {
  readonly status: number;
  /** Canonical names (`Retry-After`); values of repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @param head everything before the empty line; @returns Go's error text when it is no HTTP answer */
export function parseHead(head: string): ResponseHead | string {
  const [first = '', ...lines] = head.split('\r\n');
  const match = /^HTTP\/1\.[01] (\d{3})(?: .*)?$/.exec(first);
  if (!match) return `malformed HTTP response ${JSON.stringify(first)}`;
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return `malformed MIME header line: ${line}`;
    const name = canonical(line.slice(0, colon));
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return { status: Number(match[1]), headers };
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

/** Reads at most `limit` bytes of a body that comes in pieces. */
export class BodyReader {
  readonly #limit: number;
  readonly #length: number | undefined;
  readonly #chunked: boolean;
  #raw = Buffer.alloc(0);

  constructor(head: ResponseHead, limit: number) {
    this.#limit = limit;
    this.#chunked = hasToken(head.headers['Transfer-Encoding'], 'chunked');
    const none = head.status < 200 || head.status === 204 || head.status === 304;
    const given = head.headers['Content-Length'];
    this.#length = none ? 0 : given !== undefined && !this.#chunked ? Number(given) : undefined;
  }

  add(bytes: Buffer): void {
    // Room for the lines of chunked coding; what lies behind is not needed.
    if (this.#raw.length < this.#limit * 16) this.#raw = Buffer.concat([this.#raw, bytes]);
  }

  /** Whether `body` is as long as it will get. */
  get complete(): boolean {
    if (this.#chunked) {
      const { body, ended } = unchunk(this.#raw);
      return ended || body.length >= this.#limit;
    }
    return this.#raw.length >= Math.min(this.#limit, this.#length ?? this.#limit);
  }

  get body(): string {
    const whole = this.#chunked ? unchunk(this.#raw).body : this.#raw.subarray(0, this.#length);
    return whole.subarray(0, this.#limit).toString();
  }
}

function unchunk(raw: Buffer): { body: Buffer; ended: boolean } {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = raw.indexOf('\r\n', at);
    if (lineEnd < 0) return { body: Buffer.concat(parts), ended: false };
    const size = Number.parseInt(raw.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return { body: Buffer.concat(parts), ended: true };
    parts.push(raw.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
    if (at > raw.length) return { body: Buffer.concat(parts), ended: false };
  }
}
