import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes a file whole or not at all, so that it may be made of itself and nothing is lost over a bad line. Throws one line. */
export async function replacing(file: string, text: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(text), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    const { syscall, code, message } = error as NodeJS.ErrnoException;
    throw syscall === undefined ? error : new Error(`${file}: cannot be written: ${code ?? message}`);
  }
}
