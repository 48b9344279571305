import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { type InputFile, readInput } from '../../report/fold/input-file.ts';
import { isFolder } from '../io/is-folder.ts';
import { ReadingProgress } from './reading-progress.ts';

/** What results and samples are called. Of a folder nothing else is read. */
const READ_OF_A_FOLDER = /\.(json|ndjson|jsonl)(\.gz)?$/;

/** The files that `inputs` name, with those in folders, each once: a file that matches two patterns is read once. */
export function filesOf(inputs: readonly string[], cwd: string): string[] {
  const files = inputs.flatMap((input) => {
    const place = path.resolve(cwd, input);
    if (!isFolder(place)) return [place];
    const names = readdirSync(place).filter((name) => READ_OF_A_FOLDER.test(name) && !name.startsWith('.'));
    return names
      .sort()
      .map((name) => path.join(place, name))
      .filter((file) => !isFolder(file));
  });
  return [...new Set(files)];
}

/** Reads files one after another, and shows on stderr how far it is. `take` gets each file as it is read. */
export async function readInputs(
  files: readonly string[],
  command: string,
  io: RunIo,
  take: (input: InputFile) => void,
): Promise<void> {
  const sizes = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const progress = new ReadingProgress(io.stderr, command, total);
  for (const [index, file] of files.entries()) {
    take(await readInput(file, (bytes) => progress.at(bytes)));
    progress.fileDone(sizes[index] ?? 0);
  }
  progress.end();
}
