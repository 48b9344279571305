import { createWriteStream, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const ALL_MAY_READ = 0o666;

/** Writes a file whole or not at all, so that nothing that was there is lost half-way. Throws one line. */
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

/** As `writeWhole`, of text that comes part by part, even of what stood in the file itself. Throws what `text` throws. */
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
