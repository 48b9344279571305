import { couldBeHttp, firstLineEnd } from './upgrade.ts';

/** An HTTP/1.x answer, whole. `body` is only valid until the connection reads again. */
export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly version: string;
  /** Raw names and values, in order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** Whether the connection may serve another request. */
  readonly reusable: boolean;
}

type Framing =
  | { readonly kind: 'length'; left: number }
  | { readonly kind: 'chunked'; readonly chunks: ChunkReader }
  /** Until the peer ends the connection. */
  | { readonly kind: 'end' };

interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly version: string;
  readonly headers: readonly (readonly [string, string])[];
}

const longestHead = 1 << 20;
const nothing = Buffer.alloc(0);

/**
 * Reads the answer to one request out of chunks of any size (RFC 9112). `read` gives true once it is whole, and Go's
 * words when the bytes are no HTTP answer.
 */
export class HttpResponseReader {
  readonly #method: string;
  readonly #discardBody: boolean;
  #pending: Buffer = nothing;
  #head: Head | undefined;
  #framing: Framing | undefined;
  #body: Buffer[] = [];
  #surplus = false;

  constructor(method: string, discardBody: boolean) {
    this.#method = method;
    this.#discardBody = discardBody;
  }

  get status(): number {
    return this.#head?.status ?? 0;
  }

  get statusLine(): string {
    return this.#head ? `${this.#head.status} ${this.#head.statusText}` : '';
  }

  /** @param chunk is only valid during the call, and while the answer that it made whole is looked at */
  read(chunk: Buffer): boolean | string {
    const before = this.#body.length;
    const whole = this.#read(chunk);
    // Most answers come in one piece, which then needs no copy.
    if (whole === false) {
      for (let at = before; at < this.#body.length; at++) this.#body[at] = Buffer.from(this.#body[at] ?? nothing);
    }
    return whole;
  }

  #read(chunk: Buffer): boolean | string {
    let data = chunk;
    while (!this.#framing) {
      if (this.#pending.length > 0) data = Buffer.concat([this.#pending, data]);
      this.#pending = nothing;
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        if (!couldBeHttp(data)) return malformed(data.toString('latin1', 0, firstLineEnd(data)));
        if (data.length > longestHead) return 'net/http: server response headers exceeded 1048576 bytes; aborted';
        this.#pending = Buffer.from(data);
        return false;
      }
      const head = parseHead(data.toString('latin1', 0, end));
      if (typeof head === 'string') return head;
      data = data.subarray(end + 4);
      // Informational answers come before the answer; 101 is one of its own.
      if (head.status >= 200 || head.status === 101) {
        this.#head = head;
        const framing = this.#framingOf(head);
        if (typeof framing === 'string') return framing;
        this.#framing = framing;
      }
    }
    return this.#readBody(this.#framing, data);
  }

  /** The peer ended the connection: true when that was the end of the answer. */
  end(): boolean {
    return this.#framing?.kind === 'end';
  }

  get started(): boolean {
    return this.#head !== undefined || this.#pending.length > 0;
  }

  answer(): HttpAnswer {
    const head = this.#head ?? { status: 0, statusText: '', version: '', headers: [] };
    const connection = header(head, 'connection')?.toLowerCase() ?? '';
    const persists = head.version === '1.1' ? !connection.includes('close') : connection.includes('keep-alive');
    const [only = nothing] = this.#body;
    const body = this.#body.length > 1 ? Buffer.concat(this.#body) : only;
    return { ...head, body, reusable: persists && this.#framing?.kind !== 'end' && !this.#surplus };
  }

  #framingOf(head: Head): Framing | string {
    const { status } = head;
    if (this.#method === 'HEAD' || status < 200 || status === 204 || status === 304) return { kind: 'length', left: 0 };
    if (header(head, 'transfer-encoding')?.toLowerCase().includes('chunked')) {
      return { kind: 'chunked', chunks: new ChunkReader((bytes) => this.#keep(bytes)) };
    }
    const length = header(head, 'content-length');
    if (length === undefined) return { kind: 'end' };
    return /^\d+$/.test(length) ? { kind: 'length', left: Number(length) } : `bad Content-Length "${length}"`;
  }

  #readBody(framing: Framing, data: Buffer): boolean | string {
    if (framing.kind === 'end') {
      this.#keep(data);
      return false;
    }
    if (framing.kind === 'chunked') {
      const rest = framing.chunks.read(data);
      this.#surplus = typeof rest === 'number' && rest > 0;
      return typeof rest === 'number' || rest;
    }
    const taken = Math.min(framing.left, data.length);
    this.#keep(data.subarray(0, taken));
    framing.left -= taken;
    this.#surplus = data.length > taken;
    return framing.left === 0;
  }

  #keep(bytes: Buffer): void {
    if (!this.#discardBody && bytes.length > 0) this.#body.push(bytes);
  }
}

/** The chunked transfer coding (RFC 9112 section 7.1). */
class ChunkReader {
  readonly #keep: (bytes: Buffer) => void;
  #line = '';
  #left = 0;
  #state: 'size' | 'data' | 'after-data' | 'trailer' = 'size';

  constructor(keep: (bytes: Buffer) => void) {
    this.#keep = keep;
  }

  /** Bytes left over once the last chunk was read, false until then, or Go's words for what is no chunk. */
  read(data: Buffer): number | false | string {
    for (let at = 0; at < data.length; ) {
      if (this.#state === 'data') {
        const taken = Math.min(this.#left, data.length - at);
        this.#keep(data.subarray(at, at + taken));
        this.#left -= taken;
        at += taken;
        if (this.#left === 0) this.#state = 'after-data';
        continue;
      }
      const end = data.indexOf(10, at);
      this.#line += data.toString('latin1', at, end < 0 ? data.length : end);
      if (end < 0) return this.#line.length > 4096 ? 'header line too long' : false;
      at = end + 1;
      const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
      this.#line = '';
      if (this.#state === 'trailer' && line === '') return data.length - at;
      if (this.#state === 'after-data') this.#state = 'size';
      else if (this.#state === 'size') {
        const size = /^([0-9a-f]+)[ \t]*(;.*)?$/i.exec(line)?.[1];
        if (size === undefined) return 'invalid byte in chunk length';
        this.#left = Number.parseInt(size, 16);
        this.#state = this.#left > 0 ? 'data' : 'trailer';
      }
    }
    return false;
  }
}

function parseHead(text: string): Head | string {
  const [first = '', ...lines] = text.split('\r\n');
  const match = /^HTTP\/(1\.[01]) (\d{3})(?: (.*))?$/.exec(first);
  if (!match) return malformed(first);
  const headers: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return `net/http: HTTP/1.x transport connection broken: malformed MIME header line: ${line}`;
    headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return { version: match[1] ?? '', status: Number(match[2]), statusText: match[3] ?? '', headers };
}

function malformed(line: string): string {
  return `net/http: HTTP/1.x transport connection broken: malformed HTTP response ${JSON.stringify(line)}`;
}

function header({ headers }: Head, wanted: string): string | undefined {
  for (const [name, value] of headers) {
    if (name.length === wanted.length && name.toLowerCase() === wanted) return value;
  }
  return undefined;
}
