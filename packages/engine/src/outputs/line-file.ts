import { closeSync, openSync, writeSync } from 'node:fs';
import { gzip, gzipSync } from 'node:zlib';
import { timerMs } from '../time/timer-delay.ts';

const CHUNK_CHARACTERS = 256 * 1024;
const FLUSH_MS = 200;
/** Limit of chunks in the asynchronous compressor. Beyond it the run compresses synchronously. */
const MAX_PENDING = 16;

/** The path of a file, or a function that takes the bytes. */
export type LineTarget = string | ((bytes: Uint8Array) => unknown);

/**
 * Writes lines to a file, flushed every 200 ms as k6's json, or as often as it is told. Memory is bounded since writing slows the run down: a full
 * chunk is written synchronously, and so is compression when the asynchronous one cannot keep up. A .gz file is a
 * sequence of gzip members, which every gunzip reads as one file.
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
  /** Gzip members in the order of writing; undefined while one is being compressed. */
  readonly #pending: (Buffer | undefined)[] = [];
  /** The number of members that were written before the first pending one. */
  #written = 0;
  #settled = () => {};

  /**
   * Throws when the file cannot be opened. A later error, such as a full disk, is reported once and ends the writing.
   */
  constructor(target: LineTarget, onError: (error: Error) => void, flushMs = FLUSH_MS) {
    this.#onError = onError;
    if (typeof target === 'string') {
      const file = openSync(target, 'w');
      this.#write = (bytes) => writeWhole(file, bytes);
      this.#closeFile = () => closeSync(file);
      this.#zipped = target.endsWith('.gz');
    } else this.#write = target;
    this.#timer = setInterval(() => this.#flush(), timerMs(flushMs));
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
