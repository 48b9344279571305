import type { RunIo } from '@headroom/engine';
import { parseDialogue } from '../../lib/dialogues/dialogue.ts';
import { streamFileAtomically } from '../io/atomic-file.ts';
import { fileLines } from './file-lines.ts';

export interface PackOptions {
  readonly output: string;
  /** Dialogues in all. */
  readonly count: number;
  readonly instances: number;
}

/**
 * `headroom transcripts pack <file>`: exactly the first `count` dialogues, split evenly over `instances` files
 * (`name-1.jsonl` …), so that k6 opens no more than it plays. Exit 99 when there are fewer.
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
  /** The dialogues of one file, from where the one before it ended. */
  async function* share(index: number): AsyncGenerator<string> {
    const end = Math.ceil(((index + 1) * count) / instances);
    while (taken < end) {
      const { done, value } = await lines.next();
      if (done === true) return;
      parseDialogue(value.line, value.number);
      taken++;
      yield `${value.line}\n`;
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
