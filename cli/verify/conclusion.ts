import type { Dialogue, Side } from '../../lib/dialogues/dialogue.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { Conclusion, IngestDiscrepancy } from '../../report/read/org-files.ts';
import { runIdIn, visitIn } from '../platform/customer-id.ts';
import type { CheckedConversation } from './check-conversation.ts';
import { disagreements, type FoundInOrg, type FoundMessages } from './disagreements.ts';
import { visitsNeverBegun } from './planned-visits.ts';
import type { RunAccount } from './run-account.ts';

export interface ExpectedSet {
  readonly dialogues: readonly Dialogue[];
  readonly plan: Plan;
  /** What the results say of the runs. */
  readonly account: RunAccount;
}

/**
 * Sums up all conversations, and adds what only shows over all of them: transcripts that are there twice, or never;
 * visits without a conversation; and where the run's own account says otherwise.
 */
export function conclusionOf(all: readonly CheckedConversation[], expected: ExpectedSet): Conclusion {
  const { dialogues, plan, account } = expected;
  const once = plan.transcripts?.once === true;
  const ours = all.filter(({ customer }) => customer !== undefined);
  const found = new Set(ours.map(({ transcript }) => transcript));
  const names = dialogues.map(({ id }, index) => `${index} ${id}`);
  const twice = [...repeated(ours, new Set(names), once)];
  const unseen = once ? names.filter((name) => !found.has(name)) : [];
  const runs = [...new Set(ours.flatMap(({ customer }) => (customer ? runIdIn(customer) : [])))];
  const unbegun = once ? [] : unbegunIn(ours, names, plan, runs);
  // Which reply has a file is drawn by the id of the conversation: of a copy nobody can say.
  const copies = new Set(twice.map(({ conversationId }) => conversationId));
  const isOfCopy = ({ kind, conversationId }: IngestDiscrepancy) =>
    kind === 'without its file' && copies.has(conversationId);
  const discrepancies = [
    ...ours.flatMap((checked) => checked.wrong).filter((one) => !isOfCopy(one)),
    ...twice,
    ...unseen.map((transcript) => ({ kind: 'never seen' as const, transcript })),
    ...unbegun,
  ];
  const early = ours.flatMap(({ leftOut }) => leftOut ?? []);
  const ends = ours.flatMap(({ unfinished }) => unfinished ?? []);
  const begun = account.conversationsBegun ?? 0;
  return {
    runs,
    conversations: ours.length,
    others: all.length - ours.length,
    messages: sum(ours.map(({ messages }) => messages)),
    openings: sum(ours.map(({ openings }) => openings)),
    byFirstMessages: ours.filter(isByTexts).length,
    transcripts: { found: names.filter((name) => found.has(name)).length, of: names.length },
    leftEarly: { conversations: early.length, turns: sum(early) },
    unfinished: {
      conversations: ends.length,
      turns: sum(ends.map(({ turns }) => turns)),
      atDeadline: ends.filter(({ atDeadline }) => atDeadline).length,
    },
    neverBegun: Math.max(unbegun.length, visitsWithout(Math.max(begun, ours.length), plan, account)),
    notFound: Math.max(0, begun - ours.length),
    disagreements: disagreements(account, foundIn(ours, discrepancies, dialogues)),
    discrepancies,
  };
}

const isByTexts = ({ customer, transcript }: CheckedConversation): boolean =>
  customer === '' && transcript !== undefined;

/** Visits that no conversation names, where every conversation names its visit. */
function unbegunIn(
  ours: readonly CheckedConversation[],
  names: readonly string[],
  plan: Plan,
  runs: readonly string[],
): IngestDiscrepancy[] {
  if (ours.some(({ customer }) => !customer)) return [];
  const numbers = new Set(ours.map(({ customer = '' }) => visitIn(customer)));
  const [run] = runs;
  return visitsNeverBegun(plan, numbers, runs.length).map((number) => ({
    kind: 'never begun',
    ...(run !== undefined && runs.length === 1 ? { customer: `${run}-${number}` } : {}),
    transcript: names[number % names.length] ?? '',
  }));
}

/** By the run's own account: how many of its visits began no conversation. Of those that share one nobody can say. */
function visitsWithout(conversations: number, { customers }: Plan, { visits, visitsNotBegun }: RunAccount): number {
  if (visits === undefined || customers.identity === 'shared') return 0;
  return Math.max(0, visits - conversations) + (visitsNotBegun ?? 0);
}

/** What was found of both sides' messages, and of whole dialogues. */
function foundIn(
  ours: readonly CheckedConversation[],
  discrepancies: readonly IngestDiscrepancy[],
  dialogues: readonly Dialogue[],
): FoundInOrg {
  const ofSide = (side: Side): FoundMessages => {
    const of = (asked: IngestDiscrepancy['kind']) =>
      discrepancies.filter(({ kind, ...where }) => kind === asked && sideOf(where, dialogues) === side).length;
    return {
      stored: sum(ours.map(({ stored }) => stored?.[side] ?? 0)),
      missing: of('missing'),
      altered: of('altered'),
      duplicated: of('duplicated'),
    };
  };
  const whole = ours.filter(({ wrong, leftOut }) => wrong.length === 0 && leftOut === undefined);
  const stayed = whole.filter(({ leavesEarly }) => leavesEarly === false).length;
  return {
    messages: { customer: ofSide('customer'), agent: ofSide('agent') },
    complete: ours.every(({ leavesEarly }) => leavesEarly !== undefined)
      ? { stayed, early: ours.filter(({ leavesEarly }) => leavesEarly === true).length }
      : undefined,
  };
}

/** The side of the turn that a discrepancy is about. */
function sideOf(
  { transcript = '', turn = -1 }: Pick<IngestDiscrepancy, 'transcript' | 'turn'>,
  dialogues: readonly Dialogue[],
): Side | undefined {
  return dialogues[Number(transcript.split(' ')[0])]?.turns[turn]?.from;
}

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
