/** The chunked transfer coding (RFC 9112 section 7.1). */
export class ChunkReader {
  readonly #keep: (bytes: Buffer) => void;
  #line = '';
  #left = 0;
  #state: 'size' | 'data' | 'after-data' | 'trailer' = 'size';

  constructor(keep: (bytes: Buffer) => void) {
    this.#keep = keep;
  }

  /**
   * Reads a piece. Gives false until the last chunk was read, then how many bytes of the piece are left over; gives
   * Go's error text when the bytes are no chunk.
   */
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
