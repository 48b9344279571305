import type { TextStream } from '@headroom/engine';

const EVERY_MS = 1_000;
const GB = 1e9;

/**
 * Shows on stderr how much of the files has been read: a line a second, or on a terminal one line that is rewritten.
 */
export class ReadingProgress {
  readonly #stream: TextStream;
  readonly #command: string;
  readonly #totalBytes: number;
  #doneBytes = 0;
  #saidMs = Date.now();
  #hasSaid = false;

  /** `totalBytes`: the size of all files together. */
  constructor(stream: TextStream, command: string, totalBytes: number) {
    this.#stream = stream;
    this.#command = command;
    this.#totalBytes = totalBytes;
  }

  /** Called with the number of bytes read of the present file. */
  at(bytes: number): void {
    const now = Date.now();
    if (now - this.#saidMs < EVERY_MS) return;
    this.#saidMs = now;
    const share = Math.floor((100 * (this.#doneBytes + bytes)) / Math.max(1, this.#totalBytes));
    const line = `headroom ${this.#command}: ${Math.min(100, share)} % of ${(this.#totalBytes / GB).toFixed(2)} GB read`;
    this.#stream.write(this.#stream.isTTY ? `\r${line}` : `${line}\n`);
    this.#hasSaid = true;
  }

  fileDone(bytes: number): void {
    this.#doneBytes += bytes;
  }

  end(): void {
    if (this.#hasSaid && this.#stream.isTTY) this.#stream.write('\n');
  }
}
