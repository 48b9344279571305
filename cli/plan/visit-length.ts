import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { middleMs } from '../../lib/base/random.ts';
import { type Dialogue, parseDialogues } from '../../lib/dialogues/dialogue.ts';
import { sampleTranscripts } from '../../lib/dialogues/sample.ts';
import { partPath } from '../../lib/dialogues/set-part.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { findPlannedFile } from './planned-file.ts';
import type { Shape } from './set-survey.ts';

/** Only the beginning of a set is read: sets may be of any size, and it shows how long the dialogues are. */
const LOOKED_AT_BYTES = 262_144;

/** The mean duration (ms) of an exchange: the customer's turn, its share of the pauses, and the agent's reply. */
export function exchangeMs({ customers, agents }: Plan): number {
  const { think, pauses, pause } = customers;
  return middleMs(think) + pauses * middleMs(pause) + (agents === undefined ? 0 : middleMs(agents.reply));
}

/** The mean duration (ms) of a visit of `exchanges` exchanges, at most the plan's longest visit. */
export function visitMs(plan: Plan, exchanges: number): number {
  return Math.min(plan.customers.longestVisitMs, exchanges * exchangeMs(plan));
}

/**
 * The mean number of customer's turns in the dialogues of the plan's set, by its beginning. Throws an error of one line
 * when the file is no set.
 */
export function exchangesPerVisit(plan: Plan, planFile: string, cwd: string): number {
  return exchangesIn(dialoguesIn(plan.transcripts?.path, planFile, cwd) ?? [], plan);
}

/** The mean number of customer's turns in these dialogues. Those of an unknown set are assumed to fill the longest visit. */
export function exchangesIn(dialogues: readonly Shape[], plan: Plan): number {
  if (dialogues.length === 0) return plan.customers.longestVisitMs / exchangeMs(plan);
  const turns = dialogues.flatMap((dialogue) => dialogue.turns.filter(({ from }) => from === 'customer'));
  return turns.length / dialogues.length;
}

function dialoguesIn(file: string | undefined, planFile: string, cwd: string): Dialogue[] | undefined {
  if (file === undefined) return parseDialogues(sampleTranscripts);
  const found = findPlannedFile(planFile, partPath(file, 1), cwd);
  if (found === undefined) return undefined;
  try {
    const text = beginningOf(found);
    return text === '' ? undefined : parseDialogues(text);
  } catch (error) {
    throw new Error(`transcripts ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The whole lines at the beginning of a file; empty when the first line is longer than what is read. */
function beginningOf(file: string): string {
  const buffer = Buffer.alloc(LOOKED_AT_BYTES);
  const opened = openSync(file, 'r');
  const read = buffer.subarray(0, readSync(opened, buffer));
  closeSync(opened);
  const text = `${file.endsWith('.gz') ? gunzipSync(read, { finishFlush: constants.Z_SYNC_FLUSH }) : read}`;
  // No expression: one that looks for the end of the text tries each place of each line.
  return read.length < LOOKED_AT_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}
