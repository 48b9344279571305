import * as fs from 'node:fs';
import path from 'node:path';
import { forgetTemporary, rememberTemporary } from './temporary-files.ts';

const ALL_MAY_READ = 0o666;

/** The calls of the file system that writing takes. */
export type Disk = Pick<
  typeof fs,
  'openSync' | 'writeSync' | 'fsyncSync' | 'closeSync' | 'renameSync' | 'rmSync' | 'statSync' | 'realpathSync'
>;

/**
 * Writes a temporary file beside `file`, flushes it to the disk and renames it, so that a failure and a sudden end leave
 * what was there. What is no regular file, such as /dev/stdout, is written as it is. Throws an error of one line that
 * names the file.
 */
export function writeFileAtomically(file: string, text: string, mode = ALL_MAY_READ, disk: Disk = fs): void {
  let output: AtomicFile | undefined;
  try {
    output = new AtomicFile(file, mode, disk);
    output.write(text);
    output.finish();
  } catch (error) {
    output?.abandon();
    throw writeError(file, error);
  }
}

/**
 * Writes as `writeFileAtomically` does, from text that comes in parts. `text` may read `file` itself while it is being
 * written. Rethrows what `text` throws.
 */
export async function streamFileAtomically(
  file: string,
  text: AsyncIterable<string> | Iterable<string>,
  disk: Disk = fs,
): Promise<void> {
  let output: AtomicFile | undefined;
  try {
    output = new AtomicFile(file, ALL_MAY_READ, disk);
    for await (const part of text) output.write(part);
    output.finish();
  } catch (error) {
    output?.abandon();
    throw writeError(file, error);
  }
}

/** A file that is there when it is finished: whole, or not at all. Its calls throw the errors of the file system. */
export class AtomicFile {
  readonly #disk: Disk;
  readonly #file: string;
  /** The file that is written: a temporary one, or the output itself where it is no regular file. */
  readonly #part: string;
  #descriptor: number | undefined;

  constructor(file: string, mode = ALL_MAY_READ, disk: Disk = fs) {
    this.#disk = disk;
    this.#file = behindLinks(file, disk);
    const stat = disk.statSync(this.#file, { throwIfNoEntry: false });
    this.#part = stat === undefined || stat.isFile() ? `${this.#file}.${process.pid}.part` : this.#file;
    // A signal may come as soon as the file is there.
    if (this.#isTemporary) rememberTemporary(this.#part);
    try {
      this.#descriptor = disk.openSync(this.#part, 'w', mode);
    } catch (error) {
      forgetTemporary(this.#part);
      throw error;
    }
  }

  write(text: string): void {
    if (this.#descriptor === undefined) return;
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += this.#disk.writeSync(this.#descriptor, bytes, at);
  }

  /** All of it is on the disk, beside what is there. */
  flush(): void {
    if (this.#descriptor !== undefined && this.#isTemporary) this.#disk.fsyncSync(this.#descriptor);
  }

  finish(): void {
    if (this.#descriptor === undefined) return;
    this.flush();
    this.#close();
    if (!this.#isTemporary) return;
    this.#disk.renameSync(this.#part, this.#file);
    forgetTemporary(this.#part);
  }

  /** Leaves what was there. */
  abandon(): void {
    try {
      this.#close();
    } finally {
      if (this.#isTemporary) {
        this.#disk.rmSync(this.#part, { force: true });
        forgetTemporary(this.#part);
      }
    }
  }

  get #isTemporary(): boolean {
    return this.#part !== this.#file;
  }

  #close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) this.#disk.closeSync(descriptor);
  }
}

/** The file that a link leads to: a rename would replace the link. */
function behindLinks(file: string, disk: Disk): string {
  try {
    return disk.realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

const REASONS: Readonly<Record<string, string>> = { ENOSPC: 'the disk is full', EDQUOT: 'the disk quota is used up' };

/** The error of one line that names the file, for an error of the file system; another as it is. */
export function writeError(file: string, error: unknown): unknown {
  const { syscall, code = '', message } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  return new Error(`${file}: cannot be written: ${REASONS[code] ?? (code || message)}`);
}
