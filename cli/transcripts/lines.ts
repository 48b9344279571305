import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { TextStream } from '../../engine/run.ts';

const PROGRESS_BYTES = 64 * 1_024 * 1_024;

/** A file's text as a stream, unpacked when it is gzipped, with a line of progress every 64 MB read. */
export async function openText(path: string, progress: TextStream): Promise<Readable> {
  const { size } = await stat(path).catch(() => {
    throw new Error(`${path}: no such file`);
  });
  const file = createReadStream(path);
  let read = 0;
  let told = 0;
  file.on('data', (chunk) => {
    read += chunk.length;
    if (read - told < PROGRESS_BYTES) return;
    told = read;
    progress.write(`${path}: ${Math.round((100 * read) / size)} %\n`);
  });
  return path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
}

/** The lines of a file that are not blank, with their numbers from 1. Bounded memory, whatever the size. */
export async function* linesOf(path: string, progress: TextStream): AsyncGenerator<{ line: string; number: number }> {
  let number = 0;
  for await (const line of createInterface({
    input: await openText(path, progress),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++;
    if (line.trim() !== '') yield { line, number };
  }
}
