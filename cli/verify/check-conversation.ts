import type { Dialogue, Turn } from '../../lib/dialogues/dialogue.ts';
import { dialogueIn, isUnscripted } from '../../lib/dialogues/transcript-attribute.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { leavesAfter } from '../../lib/play/customer/early-leave.ts';
import { runIdIn, visitIn } from '../platform/customer-id.ts';
import { compareTurns, type IngestedMessage, type TurnDiscrepancy, type TurnKind } from './compare-turns.ts';
import type { StoredConversation } from './stored-conversation.ts';

/** What is wrong, and where. It never holds a text. */
export interface IngestDiscrepancy {
  readonly kind: TurnKind | 'unknown transcript' | 'ingested twice' | 'never seen' | 'conversation gone';
  readonly conversationId?: string;
  /** `<run>-<visit>`, as in the log lines of the run. */
  readonly customer?: string;
  /** The transcript's place in the set, and its id. */
  readonly transcript?: string;
  /** The place of the turn, from 0. */
  readonly turn?: number;
}

/** A conversation that was compared. */
export interface CheckedConversation {
  readonly conversationId: string;
  /** `<run>-<visit>`; undefined for a conversation that is not headroom's. */
  readonly customer?: string;
  readonly transcript?: string;
  readonly messages: number;
  /** Turns that were not said because the customer left early, as the plan allows. */
  readonly leftOut?: number;
  readonly wrong: readonly IngestDiscrepancy[];
}

export interface ExpectedPlay {
  readonly dialogues: readonly Dialogue[];
  /** The ids of the runs to look at; empty means any. */
  readonly runs: ReadonlySet<string>;
  /** The plan that was run: it decides who leaves early, and how long a visit lasts. */
  readonly plan: Pick<Plan, 'seed' | 'customers'>;
}

/** The maximum that a visit spends on connecting and on its farewell. */
const AROUND_MS = 10_000;

/**
 * The duration (ms) from which on a conversation may have ended at the deadline of its visit. It is shorter than the
 * plan's longest visit: the first message comes after connecting and thinking, and the last before the farewell.
 */
function longestMs({ longestVisitMs, think }: Plan['customers']): number {
  return Math.max(longestVisitMs / 2, longestVisitMs - think.maxMs - AROUND_MS);
}

/**
 * Compares a conversation with the transcript that its attributes name.
 *
 * @param endMs when the conversation ended, in Unix ms; undefined while it is open
 */
export function checkConversation(
  conversationId: string,
  { messages, attributes }: StoredConversation,
  endMs: number | undefined,
  { dialogues, runs, plan }: ExpectedPlay,
): CheckedConversation {
  const { customer, transcript } = attributes;
  const foreign = customer === undefined || (runs.size > 0 && !runs.has(runIdIn(customer)));
  if (foreign || isUnscripted(attributes)) return { conversationId, messages: messages.length, wrong: [] };
  const checked = { conversationId, customer, messages: messages.length, ...(transcript ? { transcript } : {}) };
  const dialogue = dialogueIn(attributes, dialogues);
  if (dialogue === undefined)
    return {
      ...checked,
      wrong: [{ kind: 'unknown transcript', conversationId, customer, ...(transcript ? { transcript } : {}) }],
    };
  const { turns, mayEndAt } = expected(dialogue.turns, visitIn(customer), plan);
  const lastedMs = (endMs ?? 0) - Math.min(...messages.map(({ atMs }) => atMs));
  const found = wrongIn(turns, messages, lastedMs >= longestMs(plan.customers) ? 0 : mayEndAt);
  const left = dialogue.turns.length - messages.length;
  const wrong = found.map(({ kind, turn }) => ({
    kind,
    conversationId,
    customer,
    transcript: transcript ?? '',
    turn,
  }));
  return { ...checked, ...(found.length === 0 && left > 0 ? { leftOut: left } : {}), wrong };
}

/**
 * The turns that were to be said: all of them, or, for a visit that leaves early, those before the customer's first
 * unsaid turn. From `mayEndAt` on they are the agent's, who may not have got to them.
 */
function expected(
  turns: readonly Turn[],
  visit: number,
  plan: ExpectedPlay['plan'],
): { turns: readonly Turn[]; mayEndAt: number } {
  const ours = turns.flatMap(({ from }, turn) => (from === 'customer' ? [turn] : []));
  const said = leavesAfter(plan, visit, ours.length);
  const last = ours[said - 1];
  return last === undefined
    ? { turns, mayEndAt: turns.length }
    : { turns: turns.slice(0, ours[said]), mayEndAt: last + 1 };
}

/** The discrepancies, without an end that is missing from `mayEndAt` on. */
function wrongIn(turns: readonly Turn[], messages: readonly IngestedMessage[], mayEndAt: number): TurnDiscrepancy[] {
  const found = compareTurns(turns, messages);
  const missing = new Set(found.flatMap(({ kind, turn }) => (kind === 'missing' ? [turn] : [])));
  let end = turns.length;
  while (end > mayEndAt && missing.has(end - 1)) end--;
  return found.filter(({ kind, turn }) => kind !== 'missing' || turn < end);
}
