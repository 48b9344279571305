import type { Dialogue } from '../../lib/dialogues/dialogue.ts';
import { runIdIn } from '../platform/customer-id.ts';
import type { CheckedConversation, IngestDiscrepancy } from './check-conversation.ts';

export interface Conclusion {
  readonly runs: readonly string[];
  /** Of the runs that were looked at, and of anybody else in the interval. */
  readonly conversations: number;
  readonly others: number;
  readonly messages: number;
  /** Transcripts of the set that were found, and how many it has. */
  readonly transcripts: { readonly found: number; readonly of: number };
  /** Conversations that the customer left before the end, as the plan lets it, and the turns left out. */
  readonly leftEarly: { readonly conversations: number; readonly turns: number };
  /** Conversations that the results count and the org does not show. */
  readonly notFound: number;
  readonly discrepancies: readonly IngestDiscrepancy[];
}

export interface ExpectedSet {
  readonly dialogues: readonly Dialogue[];
  /** Each transcript is played once, and then no more. */
  readonly once: boolean;
  /** Conversations begun, where results say so. */
  readonly begun: number | undefined;
}

/** What all conversations together show: those that are there twice, and those that are not there. */
export function conclusionOf(all: readonly CheckedConversation[], { dialogues, once, begun }: ExpectedSet): Conclusion {
  const ours = all.filter(({ customer }) => customer !== undefined);
  const found = new Set(ours.map(({ transcript }) => transcript));
  const names = dialogues.map(({ id }, index) => `${index} ${id}`);
  const twice = [...repeated(ours, new Set(names), once)];
  const unseen = once ? names.filter((name) => !found.has(name)) : [];
  const wrong = ours.flatMap((checked) => checked.wrong);
  const early = ours.filter(({ leftOut }) => leftOut !== undefined);
  return {
    runs: [...new Set(ours.flatMap(({ customer }) => (customer ? runIdIn(customer) : [])))],
    conversations: ours.length,
    others: all.length - ours.length,
    messages: sum(ours.map(({ messages }) => messages)),
    transcripts: { found: names.filter((name) => found.has(name)).length, of: names.length },
    leftEarly: { conversations: early.length, turns: sum(early.map(({ leftOut = 0 }) => leftOut)) },
    notFound: Math.max(0, (begun ?? 0) - ours.length),
    discrepancies: [...wrong, ...twice, ...unseen.map((transcript) => ({ kind: 'never seen' as const, transcript }))],
  };
}

/** A visit has one conversation; where each transcript is played once, a transcript has one too. */
function* repeated(
  ours: readonly CheckedConversation[],
  names: ReadonlySet<string>,
  once: boolean,
): Generator<IngestDiscrepancy> {
  const seen = new Set<string>();
  for (const { conversationId, customer = '', transcript } of ours) {
    if (transcript === undefined || !names.has(transcript)) continue;
    const key = once ? transcript : `${customer} ${transcript}`;
    if (seen.has(key)) yield { kind: 'ingested twice', conversationId, customer, transcript };
    seen.add(key);
  }
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
