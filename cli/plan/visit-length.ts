import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { middleMs } from '../../lib/base/random.ts';
import { type Dialogue, parseDialogues } from '../../lib/dialogues/dialogue.ts';
import { sampleTranscripts } from '../../lib/dialogues/sample.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { findPlannedFile } from './planned-file.ts';

/** Of a set of any size, the beginning tells how long its dialogues are. */
const LOOKED_AT_BYTES = 262_144;

/** A customer's turn, with the pause before some, and the agent's answer to it. */
export function exchangeMs({ customers, agents }: Plan): number {
  const { think, pauses, pause } = customers;
  return middleMs(think) + pauses * middleMs(pause) + (agents === undefined ? 0 : middleMs(agents.reply));
}

/** How long a visit takes at the plan's pace (ms): `exchanges` of them, and never longer than its longest visit. */
export function visitMs(plan: Plan, exchanges: number): number {
  return Math.min(plan.customers.longestVisitMs, exchanges * exchangeMs(plan));
}

/**
 * A customer's turns in a dialogue of the plan's set, on average over its beginning. A set that is not here is taken to
 * last as long as the longest visit. Throws one line when it is no such set.
 */
export function exchangesPerVisit(plan: Plan, planFile: string, cwd: string): number {
  const dialogues = dialoguesIn(plan.transcripts?.path, planFile, cwd);
  if (dialogues === undefined) return plan.customers.longestVisitMs / exchangeMs(plan);
  const turns = dialogues.flatMap((dialogue) => dialogue.turns.filter(({ from }) => from === 'customer'));
  return turns.length / dialogues.length;
}

function dialoguesIn(file: string | undefined, planFile: string, cwd: string): Dialogue[] | undefined {
  if (file === undefined) return parseDialogues(sampleTranscripts);
  const found = findPlannedFile(planFile, file, cwd);
  if (found === undefined) return undefined;
  try {
    const text = beginningOf(found);
    return text === '' ? undefined : parseDialogues(text);
  } catch (error) {
    throw new Error(`transcripts ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A file's first whole lines; nothing when the first is longer than what is looked at. */
function beginningOf(file: string): string {
  const buffer = Buffer.alloc(LOOKED_AT_BYTES);
  const opened = openSync(file, 'r');
  const read = buffer.subarray(0, readSync(opened, buffer));
  closeSync(opened);
  const text = `${file.endsWith('.gz') ? gunzipSync(read, { finishFlush: constants.Z_SYNC_FLUSH }) : read}`;
  return read.length < LOOKED_AT_BYTES ? text : text.replace(/[^\n]*$/, '');
}
