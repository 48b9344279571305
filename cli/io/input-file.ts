import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Reads a text file that the user named. Throws an error of one line when it is not there, is a folder, or cannot be
 * read.
 *
 * @param what how the user named it: an option such as `--key`, or `plan`
 * @param file as the user named it, relative to `cwd` or absolute
 * @example readInputFile('plan', 'plans/demo.json', process.cwd())
 */
export function readInputFile(what: string, file: string, cwd: string): string {
  try {
    return readFileSync(path.resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new Error(`${what} ${file}: ${reasonOf(error)}`);
  }
}

/** Why a file could not be read, in a few words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file';
  return code === 'EISDIR' ? 'a folder; allowed: a file' : `cannot be read: ${code ?? message}`;
}
