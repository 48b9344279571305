import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { idOf, type SourceFile, unpackedBytes } from './source-file.ts';

/** What folders and archives hold beside files of the user. */
const NOT_OURS = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$)/;
const ZIP = [0x50, 0x4b, 0x03, 0x04];

export const isZip = (head: Uint8Array): boolean => ZIP.every((byte, at) => head[at] === byte);

/** Whether a path inside a folder or an archive is none of the user's files. */
export const isHidden = (path: string): boolean => NOT_OURS.test(path);

/**
 * The files of a zip archive, in the order of their names. Each is read before the next is asked for. Throws an error of
 * one line.
 *
 * @param read is told of bytes on the disk
 */
export async function* zipFiles(path: string, read: (bytes: number) => void): AsyncGenerator<SourceFile> {
  const zip = await readable(path, openPromise(path, { autoClose: false }));
  try {
    const entries = await readable(path, filesIn(zip));
    for (const entry of entries) {
      yield {
        name: `${path}/${entry.fileName}`,
        id: idOf(entry.fileName),
        size: entry.compressedSize,
        bytes: () => entryBytes(zip, path, entry),
      };
      read(entry.compressedSize);
    }
  } finally {
    zip.close();
  }
}

async function filesIn(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/') || isHidden(entry.fileName)) continue;
    if (entry.isEncrypted()) throw new Error('a file in it is encrypted');
    entries.push(entry);
  }
  return entries.sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
}

async function* entryBytes(zip: ZipFile, path: string, entry: Entry): AsyncGenerator<Buffer> {
  const source = await readable(path, zip.openReadStreamPromise(entry));
  yield* unpackedBytes(`${path}/${entry.fileName}`, source, () => undefined);
}

async function readable<T>(path: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw new Error(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
