import { closeSync, openSync, writeSync } from 'node:fs';
import { gzip, gzipSync } from 'node:zlib';

const CHUNK_CHARACTERS = 256 * 1024;
const FLUSH_MS = 200;
/** Chunks on their way through the compressor before the run itself has to compress the next. */
const MAX_PENDING = 16;

/** The path of a file, or whoever takes the bytes. */
export type LineTarget = string | ((bytes: Uint8Array) => unknown);

/**
 * Lines to a file, flushed every 200 ms as k6 does. Memory is bounded because writing holds the run back: a full chunk
 * is written before the next sample is taken, and when compression cannot keep up the run compresses by itself. A .gz
 * file is a row of gzip members, which every gunzip reads as one.
 */
export class LineFile {
  readonly #write: (bytes: Uint8Array) => unknown;
  readonly #closeFile: () => void = () => {};
  readonly #zipped: boolean = false;
  readonly #timer: NodeJS.Timeout;
  readonly #onError: (error: Error) => void;
  #isBroken = false;
  #lines: string[] = [];
  #characters = 0;
  #isClosed = false;
  /** Members in order of writing; undefined while its compression is under way. */
  readonly #pending: (Buffer | undefined)[] = [];
  /** How many members were written before the first pending one. */
  #written = 0;
  #settled = () => {};

  /** Throws when the file cannot be opened. What goes wrong later (a full disk) is told once; then nothing more is written. */
  constructor(target: LineTarget, onError: (error: Error) => void) {
    this.#onError = onError;
    if (typeof target === 'string') {
      const file = openSync(target, 'w');
      this.#write = (bytes) => writeWhole(file, bytes);
      this.#closeFile = () => closeSync(file);
      this.#zipped = target.endsWith('.gz');
    } else this.#write = target;
    this.#timer = setInterval(() => this.#flush(), FLUSH_MS);
  }

  write(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters >= CHUNK_CHARACTERS) this.#flush();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#flush();
    while (this.#pending.length > 0) {
      await new Promise<void>((resolve) => {
        this.#settled = resolve;
      });
    }
    this.#closeFile();
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    const chunk = Buffer.from(this.#lines.join(''));
    this.#lines = [];
    this.#characters = 0;
    if (this.#zipped) this.#compress(chunk);
    else this.#put(chunk);
  }

  #compress(chunk: Buffer): void {
    if (this.#pending.length >= MAX_PENDING) {
      this.#pending.push(gzipSync(chunk));
      return;
    }
    const number = this.#written + this.#pending.length;
    this.#pending.push(undefined);
    gzip(chunk, (error, member) => {
      this.#pending[number - this.#written] = error ? gzipSync(chunk) : member;
      this.#drain();
    });
  }

  #put(bytes: Uint8Array): void {
    if (this.#isBroken) return;
    try {
      this.#write(bytes);
    } catch (error) {
      this.#isBroken = true;
      this.#onError(error as Error);
    }
  }

  #drain(): void {
    for (let member = this.#pending[0]; member; member = this.#pending[0]) {
      this.#put(member);
      this.#pending.shift();
      this.#written++;
    }
    this.#settled();
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
