import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { RunIo } from '../../engine/run.ts';
import { parseDialogue } from '../../lib/transcripts/dialogue.ts';
import { linesOf } from './lines.ts';

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
  const files = paths.map((name) => createWriteStream(name));
  const written = Promise.all(files.map((file) => finished(file)));
  let taken = 0;
  for await (const { line, number } of linesOf(path, io.stderr)) {
    if (taken === count) break;
    parseDialogue(line, number);
    const file = files[Math.floor((taken * instances) / count)];
    taken++;
    if (file?.write(`${line}\n`) === false) await once(file, 'drain');
  }
  for (const file of files) file.end();
  await written;
  io.stdout.write(`${taken} dialogues into ${paths.join(', ')}\n`);
  if (taken === count) return 0;
  io.stderr.write(`headroom transcripts pack: ${path} has ${taken} dialogues; ${count} were asked for\n`);
  return 99;
}
