import { appendFileSync, writeFileSync } from 'node:fs';
import { writeError } from './atomic-file.ts';

/**
 * Writes a file that is not renamed into its place, such as a lock or a temporary one. Throws an error of one line that
 * names the file; one that has a code keeps it.
 *
 * @param flag as of `writeFileSync`: `wx` fails where the file is there
 */
export function writeInPlace(file: string, text: string, flag: 'w' | 'wx' = 'w'): void {
  named(file, () => writeFileSync(file, text, { flag }));
}

/** Adds to a file that grows. Throws an error of one line that names the file. */
export function appendInPlace(file: string, text: string): void {
  named(file, () => appendFileSync(file, text));
}

function named(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw Object.assign(writeError(file, error) as Error, { code });
  }
}
