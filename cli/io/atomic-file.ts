import { createWriteStream, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const ALL_MAY_READ = 0o666;

/**
 * Writes a temporary file beside `file` and renames it, so that a failure leaves what was there. Throws an error of one
 * line that names the file.
 */
export function writeFileAtomically(file: string, text: string, mode = ALL_MAY_READ): void {
  const part = temporaryNameOf(file);
  try {
    writeFileSync(part, text, { mode });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
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
): Promise<void> {
  const part = temporaryNameOf(file);
  try {
    await pipeline(Readable.from(text), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw writeError(file, error);
  }
}

const temporaryNameOf = (file: string): string => `${file}.${process.pid}.part`;

function writeError(file: string, error: unknown): unknown {
  const { syscall, code, message } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : new Error(`${file}: cannot be written: ${code ?? message}`);
}
