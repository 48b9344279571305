import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

const CHUNK_BYTES = 1024 * 1024;

/** Bytes of a file, unzipped where it is gzipped, and what went wrong underway. */
export interface Bytes {
  /** Ends early when the file cannot be read on; `error` then says why. */
  chunks(): AsyncGenerator<Buffer>;
  /** Bytes of the file itself that were read so far. */
  readonly bytesRead: number;
  readonly error: string | undefined;
}

/** Throws what `open` throws when there is no such file. */
export async function openBytes(path: string): Promise<Bytes> {
  const isZipped = await startsAsGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
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
        error = (thrown as Error).message;
      }
    },
  };
}

/** Everything that can still be unzipped comes out, also of a file that was cut. */
function unzipped(file: Readable): Readable {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: CHUNK_BYTES });
  file.once('error', (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
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
