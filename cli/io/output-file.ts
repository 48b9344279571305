import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isFolder } from './is-folder.ts';

/**
 * Resolves the path that a command is going to write, and makes its folder. It is called before the work begins, so
 * that nobody waits for a result that cannot be written. Throws an error of one line when the path cannot be written,
 * or is one of `inputs`.
 *
 * @param option how the user named it, such as `--out`
 * @param inputs files that the command reads
 * @returns the absolute path
 */
export function checkedOutputFile(option: string, file: string, inputs: readonly string[], cwd: string): string {
  const output = path.resolve(cwd, file);
  const says = (why: string) => new Error(`${option} ${file}: ${why}`);
  if (inputs.some((input) => realPathOf(path.resolve(cwd, input)) === realPathOf(output)))
    throw says('it is read here; allowed: another file');
  if (isFolder(output)) throw says('a folder; allowed: a file');
  try {
    makeFolder(path.dirname(output));
    accessSync(path.dirname(output), constants.W_OK);
  } catch (error) {
    throw says(`cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
  return output;
}

/**
 * Makes a folder and those above it that are missing. `mkdirSync` with `recursive` never returns where the kernel lets
 * nobody make one, as below /proc. Throws what the system says.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = path.dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function realPathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
