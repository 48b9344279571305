import type { TextStream } from '@headroom/engine';
import { isInParts, partPath, partsBy, refuseOtherPart } from '../../lib/dialogues/set-part.ts';
import { fileLines, type NumberedLine } from '../transcripts/file-lines.ts';
import { findPlannedFile } from './planned-file.ts';

/**
 * The files of the set that a plan names: one, or all its parts in their order. Undefined where it, or its first part, is
 * not there; throws an error of one line where another part is not, or is none of this set.
 */
export async function findPlannedSet(
  planFile: string,
  file: string,
  cwd: string,
  progress: TextStream,
): Promise<readonly string[] | undefined> {
  const first = findPlannedFile(planFile, partPath(file, 1), cwd);
  if (first === undefined || !isInParts(file)) return first === undefined ? undefined : [first];
  const found = [first];
  const parts = partsBy(file, await firstLineOf(first, progress));
  for (let n = 2; n <= parts; n++) {
    const part = findPlannedFile(planFile, partPath(file, n), cwd);
    if (part === undefined)
      throw new Error(`transcripts ${partPath(file, n)}: no such file; allowed: all ${parts} parts`);
    refuseOtherPart(file, await firstLineOf(part, progress), n, parts);
    found.push(part);
  }
  return found;
}

/** The lines of all files of a set, numbered on. */
export async function* setLines(files: readonly string[], progress: TextStream): AsyncGenerator<NumberedLine> {
  let before = 0;
  for (const file of files) {
    let lines = 0;
    for await (const { line, number } of fileLines(file, progress)) {
      lines = number;
      yield { line, number: before + number };
    }
    before += lines;
  }
}

async function firstLineOf(file: string, progress: TextStream): Promise<string> {
  for await (const { line } of fileLines(file, progress)) return line;
  return '';
}
