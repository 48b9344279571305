import type { RunIo } from '@headroom/engine';
import { parseDialogue } from '../../lib/dialogues/dialogue.ts';
import { markedAsPart } from '../../lib/dialogues/set-part.ts';
import { streamFileAtomically } from '../io/atomic-file.ts';
import { fileLines } from './file-lines.ts';

export interface PackOptions {
  readonly output: string;
  /** Dialogues in all. */
  readonly count: number;
  readonly instances: number;
}

/**
 * `headroom transcripts pack <file>`: splits the first `count` dialogues evenly over `instances` files (`name-1.jsonl`
 * …), so that k6 opens no more than it plays. Returns 0, or 99 when the set has fewer. Throws an error of one line.
 */
export async function packTranscripts(
  path: string,
  { output, count, instances }: PackOptions,
  io: RunIo,
): Promise<number> {
  const paths = Array.from({ length: instances }, (_, index) =>
    instances === 1 ? output : output.replace(/(\.jsonl)?$/, `-${index + 1}.jsonl`),
  );
  const lines = fileLines(path, io.stderr);
  let taken = 0;
  /** The dialogues of one file; they follow those of the file before. */
  async function* share(index: number): AsyncGenerator<string> {
    const end = Math.ceil(((index + 1) * count) / instances);
    while (taken < end) {
      const { done, value } = await lines.next();
      if (done === true) return;
      parseDialogue(value.line, value.number);
      taken++;
      const marked = instances === 1 ? value.line : markedAsPart(value.line, `${index + 1} of ${instances}`);
      yield `${marked}\n`;
    }
  }
  try {
    for (const [index, name] of paths.entries()) await streamFileAtomically(name, share(index));
  } finally {
    await lines.return(undefined);
  }
  io.stdout.write(`${taken} dialogues into ${paths.join(', ')}\n`);
  if (taken === count) return 0;
  io.stderr.write(`headroom transcripts pack: ${path} has ${taken} dialogues; ${count} were asked for\n`);
  return 99;
}
