import type { TextStream } from '@headroom/engine';
import { decodedText } from './source/decoded-text.ts';
import { sourceFiles } from './source/source-files.ts';

/** A line of a file, and its number from 1. */
export interface NumberedLine {
  readonly line: string;
  readonly number: number;
}

/**
 * Reads the lines of a set that are not blank; what is packed by gzip is unpacked. Memory does not grow with the file.
 * Throws an error of one line when it cannot be read, or is not UTF-8.
 */
export async function* fileLines(path: string, progress: TextStream): AsyncGenerator<NumberedLine> {
  for await (const file of sourceFiles(path, progress)) {
    let [number, rest] = [0, ''];
    for await (const text of decodedText(file, { encoding: 'utf-8' })) {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        number++;
        if (line.trim() !== '') yield { line, number };
      }
    }
    if (rest.trim() !== '') yield { line: rest, number: number + 1 };
  }
}
