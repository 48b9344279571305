import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const READ_BYTES = 256 * 1024;
/**
 * Small, since what is made of a chunk may live just long enough to become old, and old garbage is collected seldom: a
 * long file would hold memory that nobody uses.
 */
const CHUNK_BYTES = 16 * 1024;
/** The bytes of a file, unzipped where it is gzipped, and what went wrong underway. */
export interface FileBytes {
  /**
   * Ends early when the file cannot be read on; `error` then says why. A chunk is there until the next one is asked for:
   * its memory is used again.
   */
  chunks(): AsyncGenerator<Buffer>;
  /** Bytes of the file itself that were read so far. */
  readonly bytesRead: number;
  readonly error: string | undefined;
}

/** Throws what `open` throws when there is no such file. */
export async function openBytes(path: string): Promise<FileBytes> {
  const isZipped = await startsAsGzip(path);
  let bytesRead = 0;
  let error: string | undefined;
  const count = (bytes: number) => {
    bytesRead += bytes;
  };
  return {
    get bytesRead() {
      return bytesRead;
    },
    get error() {
      return error;
    },
    async *chunks() {
      const file = await open(path);
      try {
        yield* isZipped ? unzipped(bytesOf(file, count)) : bytesOf(file, count);
      } catch (thrown) {
        const { code, message } = thrown as NodeJS.ErrnoException;
        if (!code?.startsWith('Z_')) throw thrown;
        error = code === 'Z_BUF_ERROR' ? 'its compression ends early' : message;
      } finally {
        await file.close();
      }
    },
  };
}

/** A file in chunks, all of them in the same memory. */
async function* bytesOf(file: FileHandle, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  const memory = Buffer.allocUnsafeSlow(READ_BYTES);
  for (;;) {
    const { bytesRead } = await file.read(memory, 0, READ_BYTES, null);
    if (bytesRead === 0) return;
    for (let at = 0; at < bytesRead; at += CHUNK_BYTES) {
      const chunk = memory.subarray(at, Math.min(at + CHUNK_BYTES, bytesRead));
      count(chunk.length);
      yield chunk;
    }
  }
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
