import type { RunIo } from '@headroom/engine';
import { formatCount } from '../io/format-count.ts';
import { fileLines } from './file-lines.ts';
import { problemsOf } from './set-problems.ts';

const SHOWN = 20;

/**
 * `headroom transcripts check <file>`: prints the lines of a set that a run cannot play as they are, and why. Returns 0 when
 * there are none, 99 when there are. Throws an error of one line when the file cannot be read.
 */
export async function checkTranscripts(path: string, io: RunIo): Promise<number> {
  let [dialogues, bad, problems] = [0, 0, 0];
  const kinds = new Map<string, number>();
  let isSet = false;
  for await (const { line, number } of fileLines(path, io.stderr)) {
    dialogues++;
    isSet ||= line.includes('"turns"');
    const found = problemsOf(line, number);
    if (found.length > 0) bad++;
    for (const { kind, text } of found) {
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (++problems <= SHOWN) io.stdout.write(`${text}\n`);
    }
  }
  if (problems > SHOWN) {
    io.stdout.write(`… and ${formatCount(problems - SHOWN)} more; in all:\n`);
    for (const [kind, count] of kinds) io.stdout.write(`  ${formatCount(count)} × ${kind}\n`);
  }
  io.stdout.write(`${dialogues} dialogues, ${bad} of them cannot be played as they are\n`);
  if (dialogues === 0) io.stdout.write(`${path}: no dialogue in it\n`);
  if (bad > 0)
    io.stdout.write(
      `headroom transcripts import ${path}${isSet ? ' --format set' : ''} -o <file> leaves out what cannot be played, and says what (--split-long)\n`,
    );
  return bad === 0 && dialogues > 0 ? 0 : 99;
}
