import { middleMs } from '../../lib/base/random.ts';
import { formatDuration } from '../../lib/plan/duration.ts';
import { plannedVisits, scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { slotTimes } from '../../lib/plan/slots.ts';
import { formatCount } from '../io/format-count.ts';
import type { Margin } from './plan-arithmetic.ts';
import type { SetSurvey, Shape } from './set-survey.ts';

const MINUTE_MS = 60_000;

/**
 * How long (ms) a conversation of this dialogue takes on average, from the customer's first message to its end: the
 * customer waits before each turn but the first and before leaving, and the agent before each of its own.
 */
function conversationMs({ customers, agents }: Plan, { turns }: Shape): number {
  const { think, pauses, pause, leaveEarly } = customers;
  const theirs = turns.filter(({ from }) => from === 'customer').length;
  const thinkMs = middleMs(think) + pauses * middleMs(pause);
  const replyMs = agents === undefined ? 0 : middleMs(agents.reply);
  const wholeMs = theirs * thinkMs + (turns.length - theirs) * replyMs;
  // A customer who leaves early goes after one turn or any of those after it.
  return wholeMs * (1 - leaveEarly / 2);
}

/** What the dialogues of a set take on average (ms), each as long as the plan lets it. */
export interface MeanTimes {
  /** From the customer's first message to the end of the conversation. */
  readonly conversationMs: number;
  /** Of a slot or a visitor, before the first message of a visit: the gap after the visit before, and the first think time. */
  readonly betweenMs: number;
  /** From the customer's first message until an agent who has a place free accepts it. */
  readonly acceptMs: number;
}

/** Computes what a visit takes. A set that is not on this machine is assumed to fill the longest visit. */
export function meanTimes(plan: Plan, dialogues: readonly Shape[]): MeanTimes {
  const { customers, agents } = plan;
  const acceptMs = agents === undefined ? 0 : middleMs(agents.accept);
  const firstMs = middleMs(customers.think) + acceptMs;
  const longestMs = Math.max(0, customers.longestVisitMs - firstMs);
  const lengths = dialogues.map((dialogue) => Math.min(longestMs, conversationMs(plan, dialogue)));
  const meanMs = lengths.length === 0 ? longestMs : lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length;
  const gapMs = customers.model === 'closed' ? customers.gapMs : 0;
  return { conversationMs: meanMs, betweenMs: gapMs + middleMs(customers.think), acceptMs };
}

/** How many visits the schedule begins, where each takes as long as on average and none fails. */
export function visitsOf(plan: Plan, { conversationMs, betweenMs, acceptMs }: MeanTimes): number {
  const schedule = scheduleOf(plan);
  if (plan.customers.model === 'open') return plannedVisits(plan, schedule);
  let visits = 0;
  for (let slot = 0; slot < plan.customers.sessions; slot++) {
    const { startsMs, stopsMs } = slotTimes(plan, schedule, slot);
    visits += Math.ceil((stopsMs - startsMs) / (betweenMs + acceptMs + conversationMs));
  }
  return visits;
}

/**
 * Says how many dialogues of the set the visits of the plan play, and how long all of them take. It is not `ok` where a
 * set that is planned once does not fit. Undefined where the set is not known.
 */
export function dialoguesThatFit(plan: Plan, { dialogues, part }: SetSurvey): Margin | undefined {
  if (dialogues.length === 0) return undefined;
  const { customers, transcripts } = plan;
  const times = meanTimes(plan, dialogues);
  const visits = visitsOf(plan, times);
  const once = transcripts?.once === true;
  const fit = Math.min(visits, dialogues.length);
  const missing = dialogues.length - fit;
  const visitMs = times.betweenMs + times.acceptMs + times.conversationMs;
  const holdMs = customers.holdMs + longerHoldMs(plan, missing, visitMs);
  const all =
    missing === 0 ? `all ${formatCount(dialogues.length)}` : `${formatCount(fit)} of ${formatCount(dialogues.length)}`;
  const of = part === undefined ? '' : `, part ${part}`;
  const takes = missing === 0 ? '' : `: all take a hold of about ${minutes(holdMs)}, or more sessions`;
  const how = once ? `once each, in about ${formatCount(visits)} visits` : `in about ${formatCount(visits)} visits`;
  return { what: 'dialogues that fit', is: `${all} ${how}${of}${takes}`, ok: !once || missing === 0 };
}

/** By how much (ms) the hold has to be longer for so many more visits. */
function longerHoldMs({ customers }: Plan, visits: number, visitMs: number): number {
  if (customers.visitsPerMinute !== undefined) return (visits * MINUTE_MS) / customers.visitsPerMinute;
  return (visits * visitMs) / customers.sessions;
}

const minutes = (ms: number): string => formatDuration(Math.ceil(ms / MINUTE_MS) * MINUTE_MS);
