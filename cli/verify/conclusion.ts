import type { Dialogue } from '../../lib/dialogues/dialogue.ts';
import { runIdIn } from '../platform/customer-id.ts';
import type { CheckedConversation, IngestDiscrepancy } from './check-conversation.ts';

export interface Conclusion {
  readonly runs: readonly string[];
  /** Conversations of the runs that were looked at, and of anybody else in the interval. */
  readonly conversations: number;
  readonly others: number;
  readonly messages: number;
  /** Conversations that the customer's first messages alone tell to be of the set: run and visit are not known. */
  readonly byFirstMessages: number;
  /** How many transcripts of the set were found, of how many. */
  readonly transcripts: { readonly found: number; readonly of: number };
  /** Conversations that the customer left early, as the plan allows, and the turns that were not said. */
  readonly leftEarly: { readonly conversations: number; readonly turns: number };
  /** Conversations that the results count and the org does not show. */
  readonly notFound: number;
  readonly discrepancies: readonly IngestDiscrepancy[];
}

export interface ExpectedSet {
  readonly dialogues: readonly Dialogue[];
  /** Whether the plan plays each transcript only once. */
  readonly once: boolean;
  /** The number of conversations begun; undefined when the results do not say. */
  readonly begun: number | undefined;
}

/** Sums up all conversations, and adds what only shows over all of them: transcripts that are there twice, or never. */
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
    byFirstMessages: ours.filter(isByTexts).length,
    transcripts: { found: names.filter((name) => found.has(name)).length, of: names.length },
    leftEarly: { conversations: early.length, turns: sum(early.map(({ leftOut = 0 }) => leftOut)) },
    notFound: Math.max(0, (begun ?? 0) - ours.length),
    discrepancies: [...wrong, ...twice, ...unseen.map((transcript) => ({ kind: 'never seen' as const, transcript }))],
  };
}

const isByTexts = ({ customer, transcript }: CheckedConversation): boolean =>
  customer === '' && transcript !== undefined;

/** Conversations beyond the first of a visit, or, when each transcript is played once, of a transcript. */
function* repeated(
  ours: readonly CheckedConversation[],
  names: ReadonlySet<string>,
  once: boolean,
): Generator<IngestDiscrepancy> {
  const seen = new Set<string>();
  for (const { conversationId, customer = '', transcript } of ours) {
    if (transcript === undefined || !names.has(transcript)) continue;
    if (!once && customer === '') continue;
    const key = once ? transcript : `${customer} ${transcript}`;
    if (seen.has(key)) yield { kind: 'ingested twice', conversationId, customer, transcript };
    seen.add(key);
  }
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
