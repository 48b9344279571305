import { ChunkReader } from './chunk-reader.ts';
import { MAX_BODY_BYTES } from './read-bounds.ts';
import {
  couldBeHttp,
  firstLineEnd,
  headerIn,
  malformedResponse,
  parseHead,
  type ResponseHead,
} from './response-head.ts';

/** A complete HTTP/1.x answer. `body` is valid only until the connection reads again. */
export interface HttpAnswer extends ResponseHead {
  readonly body: Buffer;
  /** For how many ms the connection may be kept: 0, the `Keep-Alive` header's time, or infinity. */
  readonly keptMs: number;
}

type Framing =
  | { readonly kind: 'length'; left: number }
  | { readonly kind: 'chunked'; readonly chunks: ChunkReader }
  /** Until the peer ends the connection. */
  | { readonly kind: 'end' };

const longestHead = 1 << 20;
const nothing = Buffer.alloc(0);

/**
 * Reads the answer to one request out of chunks of any size (RFC 9112). `read` gives true once the answer is complete,
 * and Go's error text when the bytes are no HTTP answer.
 */
export class HttpResponseReader {
  readonly #method: string;
  readonly #discardBody: boolean;
  readonly #maxBytes: number;
  #keptBytes = 0;
  #pending: Buffer = nothing;
  #head: ResponseHead | undefined;
  #framing: Framing | undefined;
  #body: Buffer[] = [];
  #surplus = false;

  /** `maxBytes`: of a body that is kept. */
  constructor(method: string, discardBody: boolean, maxBytes = MAX_BODY_BYTES) {
    this.#method = method;
    this.#maxBytes = maxBytes;
    this.#discardBody = discardBody;
  }

  get status(): number {
    return this.#head?.status ?? 0;
  }

  get statusLine(): string {
    return this.#head ? `${this.#head.status} ${this.#head.statusText}` : '';
  }

  /** @param chunk is valid only during the call, and until the answer that it completes was read */
  read(chunk: Buffer): boolean | string {
    const before = this.#body.length;
    const whole = this.#read(chunk);
    // An answer in one piece needs no copy; one that goes on has to keep its bytes.
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
        if (!couldBeHttp(data)) return broken(malformedResponse(data.toString('latin1', 0, firstLineEnd(data))));
        if (data.length > longestHead) return 'net/http: server response headers exceeded 1048576 bytes; aborted';
        this.#pending = Buffer.from(data);
        return false;
      }
      const head = parseHead(data.toString('latin1', 0, end));
      if (typeof head === 'string') return broken(head);
      data = data.subarray(end + 4);
      // Informational answers precede the final one, and 101 is final.
      if (head.status >= 200 || head.status === 101) {
        this.#head = head;
        const framing = this.#framingOf(head);
        if (typeof framing === 'string') return framing;
        this.#framing = framing;
      }
    }
    const whole = this.#readBody(this.#framing, data);
    return this.#keptBytes > this.#maxBytes
      ? `http: response body too large: more than ${this.#maxBytes} bytes`
      : whole;
  }

  /** Whether the end of the connection is the end of the answer. */
  end(): boolean {
    return this.#framing?.kind === 'end';
  }

  get started(): boolean {
    return this.#head !== undefined || this.#pending.length > 0;
  }

  answer(): HttpAnswer {
    const head = this.#head ?? { status: 0, statusText: '', version: '', headers: [] };
    const connection = headerIn(head.headers, 'connection')?.toLowerCase() ?? '';
    const persists = head.version === '1.1' ? !connection.includes('close') : connection.includes('keep-alive');
    const [only = nothing] = this.#body;
    const body = this.#body.length > 1 ? Buffer.concat(this.#body) : only;
    const { version, status, statusText, headers } = head;
    const reusable = persists && this.#framing?.kind !== 'end' && !this.#surplus;
    return { version, status, statusText, headers, body, keptMs: reusable ? keptMs(headers) : 0 };
  }

  #framingOf(head: ResponseHead): Framing | string {
    const { status } = head;
    if (this.#method === 'HEAD' || status < 200 || status === 204 || status === 304) return { kind: 'length', left: 0 };
    if (headerIn(head.headers, 'transfer-encoding')?.toLowerCase().includes('chunked')) {
      return { kind: 'chunked', chunks: new ChunkReader((bytes) => this.#keep(bytes)) };
    }
    const length = headerIn(head.headers, 'content-length');
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
    if (this.#discardBody || bytes.length === 0) return;
    this.#keptBytes += bytes.length;
    this.#body.push(bytes);
  }
}

/**
 * How long the server keeps an idle connection, where it says so: `Keep-Alive: timeout=5` is 5 s (RFC 2068, 19.7.1.1).
 */
function keptMs(headers: ResponseHead['headers']): number {
  const [, seconds] = /\btimeout=(\d+)/i.exec(headerIn(headers, 'keep-alive') ?? '') ?? [];
  return seconds === undefined ? Number.POSITIVE_INFINITY : 1_000 * Number(seconds);
}

/** The error text of Go's net/http for an answer that it cannot read. */
function broken(what: string): string {
  return `net/http: HTTP/1.x transport connection broken: ${what}`;
}
