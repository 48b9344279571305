import { dialogueIn, isUnscripted } from '../../lib/dialogues/custom-attributes.ts';
import type { Dialogue, Turn } from '../../lib/dialogues/dialogue.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { leavesAfter } from '../../lib/play/customer/early-leave.ts';
import { runIdIn, visitIn } from '../platform/customer-id.ts';
import { compareTurns, type IngestedMessage, type TurnDiscrepancy, type TurnKind } from './compare-turns.ts';
import type { StoredConversation } from './stored-conversation.ts';

/** What is wrong, where, and never what was said. */
export interface IngestDiscrepancy {
  readonly kind: TurnKind | 'unknown transcript' | 'ingested twice' | 'never seen' | 'conversation gone';
  readonly conversationId?: string;
  /** `<run>-<visit>`: what the run's own lines call the customer. */
  readonly customer?: string;
  /** The transcript's place in the set and its id. */
  readonly transcript?: string;
  /** From 0. */
  readonly turn?: number;
}

/** One conversation that was looked at. */
export interface CheckedConversation {
  readonly conversationId: string;
  /** `<run>-<visit>`; a conversation without it is none of ours. */
  readonly customer?: string;
  readonly transcript?: string;
  readonly messages: number;
  /** The customer left before the end, as the plan lets it: turns that were not said. */
  readonly leftOut?: number;
  readonly wrong: readonly IngestDiscrepancy[];
}

export interface ExpectedPlay {
  readonly dialogues: readonly Dialogue[];
  /** Runs to look at; any when there are none. */
  readonly runs: ReadonlySet<string>;
  /** What the run was to do: who was to leave early, and how long a visit lasts. */
  readonly plan: Pick<Plan, 'seed' | 'customers'>;
}

/** What a visit spends at most on connecting, and on its farewell. */
const AROUND_MS = 10_000;

/**
 * A conversation that lasted so long was left because the plan's longest visit was over: a visit's first message comes
 * after connecting and thinking, its last word before the farewell.
 */
function longestMs({ longestVisitMs, think }: Plan['customers']): number {
  return Math.max(longestVisitMs / 2, longestVisitMs - think.maxMs - AROUND_MS);
}

/** Compares a conversation with the transcript that its attributes name. `endMs` is when it ended, if it did. */
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
  const dialogue = dialogueIn(attributes, (index) => dialogues[index]);
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
 * The turns that were to be said: all of them, or where the visit left early those up to its next turn. The last of
 * those, from `mayEndAt` on, are the agent's, who may not have come to them.
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

/** What is wrong, less an end that is missing from `mayEndAt` or later on. */
function wrongIn(turns: readonly Turn[], messages: readonly IngestedMessage[], mayEndAt: number): TurnDiscrepancy[] {
  const found = compareTurns(turns, messages);
  const missing = new Set(found.flatMap(({ kind, turn }) => (kind === 'missing' ? [turn] : [])));
  let end = turns.length;
  while (end > mayEndAt && missing.has(end - 1)) end--;
  return found.filter(({ kind, turn }) => kind !== 'missing' || turn < end);
}
