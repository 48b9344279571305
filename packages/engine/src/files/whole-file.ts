import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a file beside its place, flushes it to the disk and renames it, so that a full disk leaves what was there. What
 * is no regular file, such as /dev/stdout, is written as it is. Rejects with the system's error.
 */
export async function writeWholeFile(path: string, bytes: string | Uint8Array): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const there = await stat(file).catch(() => undefined);
  if (there !== undefined && !there.isFile()) return await writeFile(file, bytes);
  const part = `${file}.${process.pid}.part`;
  try {
    const opened = await open(part, 'w');
    try {
      await opened.writeFile(bytes);
      await opened.sync();
    } finally {
      await opened.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
