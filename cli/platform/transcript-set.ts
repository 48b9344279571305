import { createHash } from 'node:crypto';
import type { TextStream } from '@headroom/engine';
import { type Dialogue, parseDialogue, parseDialogues } from '../../lib/dialogues/dialogue.ts';
import { sampleTranscripts } from '../../lib/dialogues/sample.ts';
import { findPlannedSet, setLines } from '../plan/planned-set.ts';

/** The dialogues that a run plays, and a digest of the set. */
export interface TranscriptSet {
  readonly dialogues: readonly Dialogue[];
  readonly digest: string;
}

/** Reads the set of a plan: its file, or the sample that is built in. Throws an error of one line. */
export async function readTranscriptSet(
  file: string | undefined,
  planFile: string,
  cwd: string,
  progress: TextStream,
): Promise<TranscriptSet> {
  const hash = createHash('sha256');
  if (file === undefined)
    return { dialogues: parseDialogues(sampleTranscripts), digest: hash.update(sampleTranscripts).digest('hex') };
  const found = await findPlannedSet(planFile, file, cwd, progress);
  if (found === undefined) throw new Error(`transcripts ${file}: no such file`);
  const dialogues: Dialogue[] = [];
  for await (const { line, number } of setLines(found, progress)) {
    hash.update(line);
    dialogues.push(parseLine(line, number, file));
  }
  return { dialogues, digest: hash.digest('hex') };
}

function parseLine(line: string, number: number, file: string): Dialogue {
  try {
    return parseDialogue(line, number);
  } catch (error) {
    throw new Error(`transcripts ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
