import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const CHUNK_BYTES = 1024 * 1024;
/** Smaller, since lines of samples unzip to twenty times their size. */
const ZIPPED_CHUNK_BYTES = 64 * 1024;

/** FileBytes of a file, unzipped where it is gzipped, and what went wrong underway. */
export interface FileBytes {
  /** Ends early when the file cannot be read on; `error` then says why. */
  chunks(): AsyncGenerator<Buffer>;
  /** FileBytes of the file itself that were read so far. */
  readonly bytesRead: number;
  readonly error: string | undefined;
}

/** Throws what `open` throws when there is no such file. */
export async function openBytes(path: string): Promise<FileBytes> {
  const isZipped = await startsAsGzip(path);
  const file = createReadStream(path, { highWaterMark: isZipped ? ZIPPED_CHUNK_BYTES : CHUNK_BYTES });
  let error: string | undefined;
  return {
    get bytesRead() {
      return file.bytesRead;
    },
    get error() {
      return error;
    },
    async *chunks() {
      try {
        yield* isZipped ? unzipped(file) : file;
      } catch (thrown) {
        const { code, message } = thrown as NodeJS.ErrnoException;
        if (!code?.startsWith('Z_')) throw thrown;
        error = code === 'Z_BUF_ERROR' ? 'its compression ends early' : message;
      }
    },
  };
}

/** All that can be unzipped comes out before a broken file throws, which piping does not promise. */
async function* unzipped(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const ready: Buffer[] = [];
  gunzip.on('data', (part) => ready.push(part));
  // A broken file is told by the event alone: what was asked for last is then never answered.
  const broken = new Promise<Error>((resolve) => gunzip.once('error', resolve));
  const step = (feed: (done: () => void) => unknown) =>
    Promise.race([broken, new Promise<undefined>((resolve) => feed(() => resolve(undefined)))]);
  for await (const chunk of file) {
    const error = await step((done) => gunzip.write(chunk, done));
    yield* ready.splice(0);
    if (error) throw error;
  }
  const error = await step((done) => gunzip.once('end', done).end());
  yield* ready.splice(0);
  if (error) throw error;
}

async function startsAsGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
