import type { RunIo } from '@headroom/engine';
import { streamFor } from '../../lib/base/random.ts';
import { parseDialogues, type Turn } from '../../lib/dialogues/dialogue.ts';
import { sampleTranscripts } from '../../lib/dialogues/sample.ts';
import { streamFileAtomically } from '../io/atomic-file.ts';

export interface SampleOptions {
  readonly output: string;
  readonly count: number;
  readonly seed: number;
}

/** Synthetic dialogues: the beginning of one sample dialogue, parts of others in the middle, and the end of another. */
function* synthetic({ count, seed }: SampleOptions): Generator<string> {
  const originals = parseDialogues(sampleTranscripts);
  for (let index = 0; index < count; index++) {
    const random = streamFor(seed, index);
    const pick = (): readonly Turn[] => originals[Math.floor(random() * originals.length)]?.turns ?? [];
    const middles = Math.floor(random() * 4);
    const turns = [...pick().slice(0, 2)];
    for (let part = 0; part < middles; part++) turns.push(...pick().slice(2, 6));
    turns.push(...pick().slice(-3));
    yield `${JSON.stringify({ id: `synthetic-${seed}-${index + 1}`, turns: alternating(turns) })}\n`;
  }
}

/** Keeps the texts, and assigns them to customer and agent in turn. */
function alternating(turns: readonly Turn[]): Turn[] {
  return turns.map(({ text }, index) => ({ from: index % 2 === 0 ? 'customer' : 'agent', text }));
}

/**
 * `headroom transcripts sample`: writes a synthetic set of any size. The same seed gives the same set. Returns 0.
 * Throws an error of one line.
 */
export async function writeSampleTranscripts(options: SampleOptions, io: RunIo): Promise<number> {
  await streamFileAtomically(options.output, synthetic(options));
  io.stdout.write(`${options.count} dialogues into ${options.output}\n`);
  return 0;
}
