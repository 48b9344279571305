import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TextStream } from '@headroom/engine';
import { ByteProgress } from './byte-progress.ts';
import { diskBytes, idOf, type SourceFile } from './source-file.ts';
import { isHidden, isZip, zipFiles } from './zip-files.ts';

/**
 * The files of an export, one after another: a file, those of a folder and of folders in it by name, or those of a zip
 * archive. Tells of the progress. Throws an error of one line when there is nothing to read.
 */
export async function* sourceFiles(input: string, progress: TextStream): AsyncGenerator<SourceFile> {
  const onDisk = await filesAt(input);
  const size = onDisk.reduce((sum, one) => sum + one.size, 0);
  const told = new ByteProgress(input, size, progress);
  const read = (bytes: number) => told.add(bytes);
  for (const { file, name, size: fileSize } of onDisk) {
    if (isZip(await headOf(file))) yield* zipFiles(file, read);
    else yield { name: file, id: idOf(name), size: fileSize, bytes: () => diskBytes(file, read) };
  }
}

/** How many bytes an export has on the disk. Throws an error of one line when there is nothing to read. */
export async function sourceSize(input: string): Promise<number> {
  return (await filesAt(input)).reduce((sum, { size }) => sum + size, 0);
}

interface FileOnDisk {
  readonly file: string;
  /** Its path inside of the folder that was named, or its own name. */
  readonly name: string;
  readonly size: number;
}

async function filesAt(input: string): Promise<FileOnDisk[]> {
  const found = await stat(input).catch(() => {
    throw new Error(`${input}: no such file`);
  });
  if (!found.isDirectory()) return [{ file: input, name: path.basename(input), size: found.size }];
  const names = (await readdir(input, { recursive: true })).filter((name) => !isHidden(name)).sort();
  const files: FileOnDisk[] = [];
  for (const name of names) {
    const file = path.join(input, name);
    const one = await stat(file);
    if (one.isFile()) files.push({ file, name, size: one.size });
  }
  if (files.length === 0) throw new Error(`${input}: a folder without files`);
  return files;
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file}: cannot be read: ${error.code ?? error.message}`);
  });
  try {
    const head = new Uint8Array(4);
    await handle.read(head);
    return head;
  } finally {
    await handle.close();
  }
}
