import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, pipeline, type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { reasonOf } from '../../io/input-file.ts';

/** A file of an export: one on the disk, or one in an archive. */
export interface SourceFile {
  /** As messages name it. */
  readonly name: string;
  /** Its path inside of what the user named, without its extension: the id of a conversation that has no other. */
  readonly id: string;
  /** Its bytes on the disk. */
  readonly size: number;
  /** Reads its bytes, unpacked, from the beginning. Throws an error of one line. */
  bytes(): AsyncIterable<Buffer>;
}

/** A path without the extensions that exports have. */
export const idOf = (path: string): string => path.replace(/(?:\.(?:gz|json|jsonl|ndjson|txt|csv|tsv))+$/i, '');

const CHUNK_BYTES = 64 * 1_024;
const GZIP = [0x1f, 0x8b];

export const isGzip = (head: Uint8Array): boolean => GZIP.every((byte, at) => head[at] === byte);

/**
 * The bytes of a file on the disk. They are unpacked when the file begins as gzip does, or its name ends in `.gz`. A chunk
 * is good until the next is asked for: one buffer is read into again and again. Throws an error of one line.
 *
 * @param read is told of each chunk, in bytes on the disk
 */
export async function* diskBytes(path: string, read: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let isFirst = true; ; isFirst = false) {
      const { bytesRead } = await file.read(buffer).catch((error: unknown) => {
        throw unreadable(path, error);
      });
      if (isFirst && (isGzip(buffer.subarray(0, bytesRead)) || /\.gz$/i.test(path))) {
        yield* unpackedBytes(path, createReadStream(path, { highWaterMark: CHUNK_BYTES }), read);
        return;
      }
      if (bytesRead === 0) return;
      read(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** The bytes of a stream, unpacked when they are gzip. Throws an error of one line that names `name`. */
export async function* unpackedBytes(
  name: string,
  source: Readable,
  read: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  try {
    const first = await firstChunk(source);
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        read(chunk.length);
        done(null, chunk);
      },
    });
    const isPacked = isGzip(first) || /\.gz$/i.test(name);
    const unpacked = isPacked ? createGunzip({ chunkSize: CHUNK_BYTES }) : new PassThrough();
    if (first.length > 0) source.unshift(first);
    // An error in any of the three streams reaches whoever reads the last.
    pipeline(source, counted, unpacked, () => undefined);
    yield* unpacked as AsyncIterable<Buffer>;
  } catch (error) {
    throw unreadable(name, error);
  }
}

function unreadable(name: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const isNamed = code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
  return new Error(`${name}: ${isNamed ? reasonOf(error) : `cannot be read: ${message}`}`);
}

/** Reads the first chunk of a stream; empty when there is none. */
function firstChunk(source: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settle = (chunk: Buffer) => {
      source.off('readable', onReadable).off('end', onEnd).off('error', reject);
      resolve(chunk);
    };
    const onReadable = () => {
      const chunk = source.read() as Buffer | null;
      if (chunk !== null) settle(chunk);
    };
    const onEnd = () => settle(Buffer.alloc(0));
    source.on('readable', onReadable).once('end', onEnd).once('error', reject);
  });
}
