import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PassThrough, pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { TextStream } from '@headroom/engine';
import { reasonOf } from '../io/input-file.ts';

const PROGRESS_BYTES = 64 * 1_024 * 1_024;

/**
 * Reads a file in chunks, and unpacks it when its name ends in `.gz`. Writes a line of progress for every 64 MB. Throws
 * an error of one line when the file cannot be read or unpacked.
 */
export async function* fileChunks(path: string, progress: TextStream): AsyncGenerator<Buffer> {
  const { size } = await stat(path).catch(() => {
    throw new Error(`${path}: no such file`);
  });
  let read = 0;
  let told = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length;
      if (read - told >= PROGRESS_BYTES) {
        told = read;
        progress.write(`${path}: ${Math.round((100 * read) / size)} %\n`);
      }
      done(null, chunk);
    },
  });
  const unpacked = path.endsWith('.gz') ? createGunzip() : new PassThrough();
  // An error in any of the three streams reaches whoever reads the last.
  pipeline(createReadStream(path), counted, unpacked, () => undefined);
  try {
    yield* unpacked as AsyncIterable<Buffer>;
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR';
    throw new Error(`${path}: ${isFolder ? reasonOf(error) : `cannot be read: ${(error as Error).message}`}`);
  }
}

/** Reads the lines of a file that are not blank, with their numbers from 1. Memory does not grow with the file. */
export async function* fileLines(path: string, progress: TextStream): AsyncGenerator<{ line: string; number: number }> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = '';
  for await (const chunk of fileChunks(path, progress)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number++;
      if (line.trim() !== '') yield { line, number };
    }
  }
  if (rest.trim() !== '') yield { line: rest, number: number + 1 };
}
