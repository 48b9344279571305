import type { Dialogue, Side, Turn } from '../../lib/dialogues/dialogue.ts';
import { dialogueIn, isUnscripted } from '../../lib/dialogues/transcript-attribute.ts';
import { type Opening, placeThatBegins } from '../../lib/dialogues/transcript-by-opening.ts';
import { asideTexts } from '../../lib/plan/asides.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { attachmentReply } from '../../lib/play/agent/attaching.ts';
import { attachmentTurn } from '../../lib/play/customer/attachment-turn.ts';
import { leavesAfter } from '../../lib/play/customer/early-leave.ts';
import type { IngestDiscrepancy } from '../../report/read/org-files.ts';
import { runIdIn, visitIn } from '../platform/customer-id.ts';
import { customerTexts, type IngestedMessage, type StoredConversation } from '../platform/stored-conversation.ts';
import { compareTurns, type TurnDiscrepancy } from './compare-turns.ts';

/** A conversation that was compared. */
export interface CheckedConversation {
  readonly conversationId: string;
  /**
   * `<run>-<visit>`; undefined for a conversation that is not headroom's, and empty where the org shows no attributes
   * and the customer's texts alone tell the transcript.
   */
  readonly customer?: string;
  readonly transcript?: string;
  readonly messages: number;
  /** Openings of a dialogue that the agent begins: no turns of it. */
  readonly openings: number;
  /** Stored messages by side, answers to a bot and openings among them. */
  readonly stored?: Readonly<Record<Side, number>>;
  /** Whether the plan has the customer leave before the end; undefined of a visit that is not known. */
  readonly leavesEarly?: boolean;
  /** Turns that were not said because the customer left early, as the plan has it. */
  readonly leftOut?: number;
  /** The end that is missing though the plan has it said. */
  readonly unfinished?: {
    readonly turns: number;
    /** The conversation lasted as long as the plan lets a visit last. */
    readonly atDeadline: boolean;
  };
  readonly wrong: readonly IngestDiscrepancy[];
}

export interface ExpectedPlay {
  readonly dialogues: readonly Dialogue[];
  /** The dialogues by how they begin. */
  readonly openings: readonly Opening[];
  /** The ids of the runs to look at; empty means any. */
  readonly runs: ReadonlySet<string>;
  /** The plan that was run: it decides who leaves early, and how long a visit lasts. */
  readonly plan: Pick<Plan, 'seed' | 'customers' | 'agents'>;
}

/** The maximum that a visit spends on connecting and on its farewell. */
const AROUND_MS = 10_000;

/**
 * The duration (ms) from which on a conversation has ended at the deadline of its visit, as far as can be told. It is
 * shorter than the plan's longest visit: the first message comes after connecting and thinking, and the last before the
 * farewell.
 */
function longestMs({ longestVisitMs, think }: Plan['customers']): number {
  return Math.max(longestVisitMs / 2, longestVisitMs - think.maxMs - AROUND_MS);
}

/**
 * Compares a conversation with the transcript that its attributes name. Where the org shows none, it is the transcript
 * whose customer's turns begin with what the customer said: its run and visit are not known then.
 *
 * @param endMs when the conversation ended, in Unix ms; undefined while it is open
 */
export function checkConversation(
  conversationId: string,
  stored: StoredConversation,
  endMs: number | undefined,
  against: ExpectedPlay,
): CheckedConversation {
  const { customers } = against.plan;
  const messages = withoutAsides(stored.messages, customers);
  const openings = openingsAmong(stored.messages, customers);
  const { customer, transcript } = namesIn({ ...stored, messages }, against);
  const foreign =
    customer === undefined || (customer !== '' && against.runs.size > 0 && !against.runs.has(runIdIn(customer)));
  if (foreign || isUnscripted({ transcript }))
    return { conversationId, messages: messages.length, openings, wrong: [] };
  const checked = {
    conversationId,
    customer,
    messages: messages.length,
    openings,
    stored: countsOf(stored.messages),
    ...(transcript ? { transcript } : {}),
  };
  const dialogue = dialogueIn({ transcript }, against.dialogues);
  if (dialogue === undefined)
    return {
      ...checked,
      wrong: [{ kind: 'unknown transcript', conversationId, customer, ...(transcript ? { transcript } : {}) }],
    };
  const { plan } = against;
  const visit = customer === '' ? undefined : visitIn(customer);
  const { turns, mayEndAt, leavesEarly } = expected(dialogue.turns, visit, plan);
  const { found, unsaid } = wrongIn(turns, messages, mayEndAt);
  // An opening stands before the first turn, once.
  const twice = openings > 1 ? [{ kind: 'duplicated', turn: -1 } as const] : [];
  const isNamed = (turn: number) => found.some((one) => one.turn === turn);
  const carriers = turnsWithFiles(conversationId, dialogue.turns, visit, plan).filter((turn) => !isNamed(turn));
  const all = [...twice, ...found, ...withoutFile(dialogue.turns, messages, carriers)];
  const lastedMs = (endMs ?? 0) - Math.min(...messages.map(({ atMs }) => atMs));
  const unfinished = { turns: unsaid, atDeadline: lastedMs >= longestMs(plan.customers) };
  const left = dialogue.turns.length - messages.length;
  return {
    ...checked,
    ...(leavesEarly === undefined ? {} : { leavesEarly }),
    ...(all.length === 0 && left > 0 ? { leftOut: left } : {}),
    ...(unsaid > 0 ? { unfinished } : {}),
    wrong: all.map(({ kind, turn }) => ({ kind, conversationId, customer, transcript, turn })),
  };
}

function countsOf(messages: readonly IngestedMessage[]): Record<Side, number> {
  const customer = messages.filter(({ from }) => from === 'customer').length;
  return { customer, agent: messages.length - customer };
}

/** What the customer said to a bot, or to open the conversation, is no turn of the dialogue. */
function withoutAsides(messages: readonly IngestedMessage[], customers: Plan['customers']): readonly IngestedMessage[] {
  const texts = asideTexts(customers);
  if (texts === undefined) return messages;
  return messages.filter(({ from, text, pressed }) => from === 'agent' || (pressed !== true && !texts.has(text)));
}

function openingsAmong(messages: readonly IngestedMessage[], { agentOpens }: Plan['customers']): number {
  return messages.filter(({ from, text }) => from === 'customer' && text === agentOpens?.say).length;
}

/** The customer and the transcript of a conversation. `customer` is undefined for one that is not headroom's. */
function namesIn(
  { messages, attributes: { customer, transcript = '' } }: StoredConversation,
  { dialogues, openings }: ExpectedPlay,
): { readonly customer: string | undefined; readonly transcript: string } {
  if (customer !== undefined) return { customer, transcript };
  const place = placeThatBegins(customerTexts(messages), openings, dialogues);
  return place === undefined
    ? { customer, transcript }
    : { customer: '', transcript: `${place} ${dialogues[place]?.id}` };
}

/**
 * The turns that were to be said: all of them, or, for a visit that leaves early, those before the customer's first
 * unsaid turn. From `mayEndAt` on they are the agent's, who may not have got to them. Of a visit that is not known
 * nobody can say whether it left early, so where the plan lets some it may have.
 */
function expected(
  turns: readonly Turn[],
  visit: number | undefined,
  plan: ExpectedPlay['plan'],
): { readonly turns: readonly Turn[]; readonly mayEndAt: number; readonly leavesEarly?: boolean } {
  if (visit === undefined) return { turns, mayEndAt: plan.customers.leaveEarly > 0 ? 1 : turns.length };
  const ours = turns.flatMap(({ from }, turn) => (from === 'customer' ? [turn] : []));
  const said = leavesAfter(plan, visit, ours.length);
  const last = ours[said - 1];
  return last === undefined
    ? { turns, mayEndAt: turns.length, leavesEarly: said < Number.POSITIVE_INFINITY }
    : { turns: turns.slice(0, ours[said]), mayEndAt: last + 1, leavesEarly: true };
}

/** The turns that the plan sends a file with: one of the customer, where the visit is known, and one of the agents. */
function turnsWithFiles(
  conversationId: string,
  turns: readonly Turn[],
  visit: number | undefined,
  plan: ExpectedPlay['plan'],
): number[] {
  const of = (side: Side) => turns.flatMap(({ from }, turn) => (from === side ? [turn] : []));
  const [ours, theirs] = [of('customer'), of('agent')];
  const own = visit === undefined ? undefined : attachmentTurn(plan, visit, ours.length);
  const draw = { share: plan.agents?.attachments ?? 0, seed: plan.seed };
  const reply = attachmentReply(draw, conversationId, theirs.length);
  return [ours[own ?? -1], theirs[reply ?? -1]].filter((turn) => turn !== undefined);
}

/** Of the turns that are to come with a file, those whose message is there and came without one. */
function withoutFile(
  turns: readonly Turn[],
  messages: readonly IngestedMessage[],
  carriers: readonly number[],
): { readonly kind: 'without its file'; readonly turn: number }[] {
  return carriers.flatMap((turn) => {
    const said = messages.filter(({ from, text }) => from === turns[turn]?.from && text === turns[turn]?.text);
    return said.length > 0 && !said.some(({ hasFiles }) => hasFiles) ? [{ kind: 'without its file', turn }] : [];
  });
}

/**
 * The discrepancies, and how many turns at the end are among them. An end from `mayEndAt` on is not: it may be missing.
 */
function wrongIn(
  turns: readonly Turn[],
  messages: readonly IngestedMessage[],
  mayEndAt: number,
): { readonly found: readonly TurnDiscrepancy[]; readonly unsaid: number } {
  const found = compareTurns(turns, messages);
  const missing = new Set(found.flatMap(({ kind, turn }) => (kind === 'missing' ? [turn] : [])));
  let end = turns.length;
  while (end > 0 && missing.has(end - 1)) end--;
  const from = Math.max(end, mayEndAt);
  return { found: found.filter(({ kind, turn }) => kind !== 'missing' || turn < from), unsaid: from - end };
}
