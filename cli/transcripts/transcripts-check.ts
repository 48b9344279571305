import type { RunIo } from '@headroom/engine';
import { parseDialogue } from '../../lib/dialogues/dialogue.ts';
import { tooLong } from '../../lib/dialogues/text-limits.ts';
import { fileLines } from './file-lines.ts';

const SHOWN = 20;

/** The problems of one line of a set. They never quote a text. */
function problemsIn(line: string, number: number): string[] {
  try {
    const { turns } = parseDialogue(line, number);
    return turns.flatMap(({ from, text }, turn) => {
      const problem = tooLong(from, text);
      return problem === undefined ? [] : [`line ${number}: turn ${turn}: ${problem}`];
    });
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/**
 * `headroom transcripts check <file>`: prints the lines that cannot be played. Returns 0 when there are none, 99 when
 * there are. Throws an error of one line when the file cannot be read.
 */
export async function checkTranscripts(path: string, io: RunIo): Promise<number> {
  let dialogues = 0;
  let bad = 0;
  let problems = 0;
  for await (const { line, number } of fileLines(path, io.stderr)) {
    dialogues++;
    const found = problemsIn(line, number);
    if (found.length > 0) bad++;
    for (const problem of found) if (++problems <= SHOWN) io.stdout.write(`${problem}\n`);
  }
  if (problems > SHOWN) io.stdout.write(`… and ${problems - SHOWN} more\n`);
  io.stdout.write(`${dialogues} dialogues, ${bad} of them cannot be played as they are\n`);
  return bad === 0 && dialogues > 0 ? 0 : 99;
}
