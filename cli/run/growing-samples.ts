import { statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Point, readLine } from '../../report/read/sample-line.ts';

const CHUNK_BYTES = 1 << 20;
const METRIC = '{"metric":"';

/**
 * The samples of a file that a run is writing, as they come (k6's `--out json=FILE`). Lines of other metrics than those asked
 * for are passed over unread: a long run writes tens of thousands a second, and the load has the machine.
 */
export class GrowingSamples {
  readonly #path: string;
  readonly #metrics: ReadonlySet<string>;
  readonly #before: number | undefined;
  #file: FileHandle | undefined;
  #at = 0;
  #rest = '';

  /** Made before the run begins: what the file holds until then is of an earlier one. */
  constructor(path: string, metrics: ReadonlySet<string>) {
    this.#path = path;
    this.#metrics = metrics;
    this.#before = writtenAt(path);
  }

  /** Gives `take` what has come since it was called last. A file that is not there yet, or cannot be read, gives nothing. */
  async read(take: (point: Point) => void): Promise<void> {
    if (this.#file === undefined && [undefined, this.#before].includes(writtenAt(this.#path))) return;
    try {
      this.#file ??= await open(this.#path);
      const chunk = Buffer.alloc(CHUNK_BYTES);
      for (;;) {
        const { bytesRead } = await this.#file.read(chunk, 0, CHUNK_BYTES, this.#at);
        if (bytesRead === 0) return;
        this.#at += bytesRead;
        this.#take(chunk.toString('latin1', 0, bytesRead), take);
      }
    } catch {
      // The view is for show: a run is not ended by it.
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  #take(text: string, take: (point: Point) => void): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith(METRIC)) continue;
      if (!this.#metrics.has(line.slice(METRIC.length, line.indexOf('"', METRIC.length)))) continue;
      const sample = readLine(line);
      if (sample !== undefined && 'value' in sample) take(sample);
    }
  }
}

const writtenAt = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.mtimeMs;
