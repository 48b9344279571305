import type { TextStream } from '@headroom/engine';
import { type Dialogue, parseDialogue, parseDialogues, type Turn } from '../../lib/dialogues/dialogue.ts';
import { sampleTranscripts } from '../../lib/dialogues/sample.ts';
import { isInParts, partIn } from '../../lib/dialogues/set-part.ts';
import { tooLong } from '../../lib/dialogues/text-limits.ts';
import { asidesAmongTurns } from '../../lib/plan/asides.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { findPlannedSet, setLines } from './planned-set.ts';

/** Who speaks when in a dialogue: what its length follows from. */
export interface Shape {
  readonly turns: readonly Pick<Turn, 'from'>[];
}

/** What stands in the set of a plan. */
export interface SetSurvey {
  /** As the plan names it; undefined for the set that is built in. */
  readonly path: string | undefined;
  readonly found: boolean;
  /** Those that can be played, in the order of the set. */
  readonly dialogues: readonly Shape[];
  /** How many lines cannot be played, and why the first of them cannot. */
  readonly unplayable: number;
  readonly firstProblem: string | undefined;
  /** Which part of a set it is, such as `1 of 4`; undefined for a whole one. */
  readonly part: string | undefined;
}

/**
 * Reads the whole set of a plan, once. Memory grows with the number of dialogues and not with their texts. Throws an error
 * of one line where the file cannot be read or unpacked.
 */
export async function surveySet(
  { transcripts, customers }: Plan,
  planFile: string,
  cwd: string,
  progress: TextStream,
): Promise<SetSurvey> {
  const survey = { path: transcripts?.path, found: true, unplayable: 0, firstProblem: undefined, part: undefined };
  if (transcripts === undefined) return { ...survey, dialogues: parseDialogues(sampleTranscripts) };
  const found = await findPlannedSet(planFile, transcripts.path, cwd, progress);
  if (found === undefined) return { ...survey, found: false, dialogues: [] };
  const dialogues: Shape[] = [];
  const shapes = new Map<string, Shape>();
  let [unplayable, firstProblem, part]: [number, string | undefined, string | undefined] = [0, undefined, undefined];
  for await (const { line, number } of setLines(found, progress)) {
    part ??= isInParts(transcripts.path) ? undefined : partIn(line);
    const read = readLine(line, number, customers);
    if (typeof read === 'string') {
      unplayable++;
      firstProblem ??= read;
      continue;
    }
    const sides = read.turns.map(({ from }) => from).join();
    const shape = shapes.get(sides) ?? { turns: read.turns.map(({ from }) => ({ from })) };
    shapes.set(sides, shape);
    dialogues.push(shape);
  }
  return { path: transcripts.path, found: true, dialogues, unplayable, firstProblem, part };
}

/** The dialogue of a line, or why it cannot be played. */
function readLine(line: string, number: number, customers: Plan['customers']): Dialogue | string {
  try {
    const dialogue = parseDialogue(line, number);
    for (const [turn, { from, text }] of dialogue.turns.entries()) {
      const problem = tooLong(from, text);
      if (problem !== undefined) return `line ${number}: turn ${turn}: ${problem}`;
    }
    const problem = asidesAmongTurns(customers, [dialogue]);
    return problem === undefined ? dialogue : `line ${number}: ${problem}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
