import type { TextStream } from '@headroom/engine';
import { formatDuration } from '../../../lib/plan/duration.ts';

const TOLD_EVERY_MS = 2_000;

/**
 * A line of progress at most every two seconds: how much of a file has been read, how fast, and how long the rest takes.
 *
 * @example 'chats.csv: 41 %, 410.0 of 1000.0 MB, 52.0 MB/s, 11s to go'
 */
export class ByteProgress {
  readonly #name: string;
  readonly #size: number;
  readonly #stream: TextStream;
  readonly #now: () => number;
  readonly #beganMs: number;
  #toldMs: number;
  #read = 0;

  /** @param size in bytes */
  constructor(name: string, size: number, stream: TextStream, now: () => number = Date.now) {
    this.#name = name;
    this.#size = size;
    this.#stream = stream;
    this.#now = now;
    this.#beganMs = now();
    this.#toldMs = this.#beganMs;
  }

  add(bytes: number): void {
    this.#read += bytes;
    const nowMs = this.#now();
    if (nowMs - this.#toldMs < TOLD_EVERY_MS) return;
    this.#toldMs = nowMs;
    const perMs = this.#read / (nowMs - this.#beganMs);
    const left = Math.max(0, this.#size - this.#read);
    const toGo = formatDuration(Math.ceil(left / perMs / 1_000) * 1_000);
    const share = Math.min(100, Math.floor((100 * this.#read) / Math.max(1, this.#size)));
    this.#stream.write(
      `${this.#name}: ${share} %, ${megabytes(this.#read)} of ${megabytes(this.#size)} MB, ${megabytes(perMs * 1_000)} MB/s, ${toGo} to go\n`,
    );
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
