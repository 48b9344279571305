import type { TextStream } from '@headroom/engine';

const EVERY_MS = 1_000;
const GB = 1e9;

/** How far the reading of long files is, on stderr: a line a second, or one that renews itself on a terminal. */
export class ReadingProgress {
  readonly #stream: TextStream;
  readonly #totalBytes: number;
  #doneBytes = 0;
  #saidMs = Date.now();
  #hasSaid = false;

  /** `totalBytes` of all files together. */
  constructor(stream: TextStream, totalBytes: number) {
    this.#stream = stream;
    this.#totalBytes = totalBytes;
  }

  /** So many bytes of the file that is being read are done. */
  at(bytes: number): void {
    const now = Date.now();
    if (now - this.#saidMs < EVERY_MS) return;
    this.#saidMs = now;
    const share = Math.floor((100 * (this.#doneBytes + bytes)) / Math.max(1, this.#totalBytes));
    const line = `headroom report: ${Math.min(100, share)} % of ${(this.#totalBytes / GB).toFixed(2)} GB read`;
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
