import type { Plan } from '../../lib/plan/schema.ts';
import { dialogueIn } from '../../lib/transcripts/attributes.ts';
import type { Dialogue } from '../../lib/transcripts/dialogue.ts';
import { compare, type TurnKind } from './compare.ts';
import type { ReadConversation } from './read.ts';

/** What is wrong, where, and never what was said. */
export interface Discrepancy {
  readonly kind: TurnKind | 'unknown transcript' | 'ingested twice' | 'never seen' | 'conversation gone';
  readonly conversationId?: string;
  /** The transcript's place in the set and its id. */
  readonly transcript?: string;
  /** From 0. */
  readonly turn?: number;
}

/** One conversation that was looked at. */
export interface Checked {
  readonly conversationId: string;
  /** `<run>-<visit>`; a conversation without it is none of ours. */
  readonly customer?: string;
  readonly transcript?: string;
  readonly messages: number;
  /** The customer left before the end, as the plan lets it: turns that were not said. */
  readonly leftOut?: number;
  readonly wrong: readonly Discrepancy[];
}

export interface Against {
  readonly dialogues: readonly Dialogue[];
  /** Runs to look at; any when there are none. */
  readonly runs: ReadonlySet<string>;
  /** A conversation that lasted so long was left because the plan's longest visit was over. */
  readonly leavesAfterMs: number;
}

/** What a visit spends at most on connecting, and on its farewell. */
const AROUND_MS = 10_000;

/** A visit's first message comes after connecting and thinking, its last word before the farewell. */
export function leavesAfterMs({ longestVisitMs, think }: Plan['customers']): number {
  return Math.max(longestVisitMs / 2, longestVisitMs - think.maxMs - AROUND_MS);
}

/** The run of an identity such as `<run>-<visit>`. */
export const runOf = (customer: string): string => customer.replace(/-\d+$/, '');

/** Compares a conversation with the transcript that its attributes name. `endMs` is when it ended, if it did. */
export function check(
  conversationId: string,
  { messages, attributes }: ReadConversation,
  endMs: number | undefined,
  { dialogues, runs, leavesAfterMs }: Against,
): Checked {
  const { customer, transcript } = attributes;
  const foreign = customer === undefined || (runs.size > 0 && !runs.has(runOf(customer)));
  if (foreign) return { conversationId, messages: messages.length, wrong: [] };
  const checked = { conversationId, customer, messages: messages.length, ...(transcript ? { transcript } : {}) };
  const dialogue = dialogueIn(attributes, (index) => dialogues[index]);
  if (dialogue === undefined)
    return {
      ...checked,
      wrong: [{ kind: 'unknown transcript', conversationId, ...(transcript ? { transcript } : {}) }],
    };
  const found = compare(dialogue.turns, messages);
  const lastedMs = (endMs ?? 0) - Math.min(...messages.map(({ atMs }) => atMs));
  const left = dialogue.turns.length - messages.length;
  const isBeginning =
    found.length > 0 && found.every(({ kind, turn }) => kind === 'missing' && turn >= messages.length);
  if (isBeginning && lastedMs >= leavesAfterMs) return { ...checked, leftOut: left, wrong: [] };
  return {
    ...checked,
    wrong: found.map(({ kind, turn }) => ({ kind, conversationId, transcript: transcript ?? '', turn })),
  };
}
