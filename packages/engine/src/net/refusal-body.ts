import { ChunkReader } from './chunk-reader.ts';
import { hasToken } from './response-head.ts';

/** Reads the first `limit` bytes of the body of a refused upgrade, which may come in pieces. */
export class RefusalBody {
  readonly #limit: number;
  readonly #length: number | undefined;
  readonly #chunks: ChunkReader | undefined;
  #body = Buffer.alloc(0);
  #ended = false;

  /** @param headers by canonical name */
  constructor(status: number, headers: Readonly<Record<string, string>>, limit: number) {
    this.#limit = limit;
    if (hasToken(headers['Transfer-Encoding'], 'chunked')) this.#chunks = new ChunkReader((bytes) => this.#keep(bytes));
    const none = status < 200 || status === 204 || status === 304;
    const given = headers['Content-Length'];
    this.#length = none ? 0 : given !== undefined && !this.#chunks ? Number(given) : undefined;
  }

  add(bytes: Buffer): void {
    if (!this.#chunks) this.#keep(bytes);
    else if (!this.#ended) this.#ended = this.#chunks.read(bytes) !== false;
  }

  /** Whether the body is complete, or as long as the limit allows. */
  get complete(): boolean {
    return this.#ended || this.#body.length >= Math.min(this.#limit, this.#length ?? this.#limit);
  }

  get body(): string {
    return this.#body.subarray(0, this.#length).toString();
  }

  #keep(bytes: Buffer): void {
    const room = this.#limit - this.#body.length;
    if (room > 0) this.#body = Buffer.concat([this.#body, bytes.subarray(0, room)]);
  }
}
