import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * Where a command is to write: its folder is made when there is none. Throws one line when it cannot be written, or when
 * it is a file that the command reads. Said before the work, not after it.
 *
 * @param option how the user named it, such as `--out`
 */
export function checkedOutputFile(option: string, file: string, inputs: readonly string[], cwd: string): string {
  const output = path.resolve(cwd, file);
  const says = (why: string) => new Error(`${option} ${file}: ${why}`);
  if (inputs.some((input) => realPathOf(path.resolve(cwd, input)) === realPathOf(output)))
    throw says('it is read here; allowed: another file');
  try {
    mkdirSync(path.dirname(output), { recursive: true });
    accessSync(path.dirname(output), constants.W_OK);
  } catch (error) {
    throw says(`cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
  return output;
}

function realPathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
