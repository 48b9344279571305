import { closeSync, openSync, writeSync } from 'node:fs';
import { gzip, gzipSync } from 'node:zlib';

const CHUNK_BYTES = 256 * 1024;
const FLUSH_MS = 200;
/** Chunks on their way through the compressor before the run has to wait for one. */
const MAX_PENDING = 16;

/**
 * Lines to a file, flushed every 200 ms as k6 does. Memory is bounded because writing is what holds the run back: a
 * full chunk is written at once, and when compression cannot keep up the run itself compresses the next chunk. A .gz
 * file is a row of gzip members, which every gunzip reads as one.
 */
export class LineFile {
  readonly #file: number;
  readonly #zipped: boolean;
  readonly #timer: NodeJS.Timeout;
  #lines: string[] = [];
  #characters = 0;
  /** In order of writing; undefined while its compression is under way. */
  readonly #pending: (Buffer | undefined)[] = [];
  #firstPending = 0;
  #settled = () => {};

  /** `path` '' or '-' is standard output. Throws when the file cannot be opened. */
  constructor(path: string) {
    this.#file = path === '' || path === '-' ? 1 : openSync(path, 'w');
    this.#zipped = path.endsWith('.gz');
    this.#timer = setInterval(() => this.#flush(), FLUSH_MS);
    this.#timer.unref();
  }

  write(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters >= CHUNK_BYTES) this.#flush();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#flush();
    while (this.#pending.length > 0) {
      await new Promise<void>((resolve) => {
        this.#settled = resolve;
      });
    }
    if (this.#file !== 1) closeSync(this.#file);
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    const chunk = Buffer.from(this.#lines.join(''));
    this.#lines = [];
    this.#characters = 0;
    if (this.#zipped) this.#compress(chunk);
    else this.#writeAll(chunk);
  }

  #compress(chunk: Buffer): void {
    const number = this.#firstPending + this.#pending.length;
    if (this.#pending.length >= MAX_PENDING) {
      this.#pending.push(gzipSync(chunk));
      return;
    }
    this.#pending.push(undefined);
    gzip(chunk, (error, member) => {
      this.#pending[number - this.#firstPending] = error ? gzipSync(chunk) : member;
      this.#drain();
    });
  }

  #drain(): void {
    for (let member = this.#pending[0]; member; member = this.#pending[0]) {
      this.#writeAll(member);
      this.#pending.shift();
      this.#firstPending++;
    }
    this.#settled();
  }

  #writeAll(bytes: Buffer): void {
    for (let written = 0; written < bytes.length; ) {
      try {
        written += writeSync(this.#file, bytes, written);
      } catch (error) {
        // A pipe that is full for the moment: the reader holds the run back.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      }
    }
  }
}
