import type { Turn } from '../dialogues/dialogue.ts';
import { formatDuration } from './duration.ts';
import { plannedVisits, type Schedule, scheduleOf } from './schedule.ts';
import type { Plan } from './schema.ts';

/** Who speaks when in a dialogue. */
type Shape = { readonly turns: readonly Pick<Turn, 'from'>[] };

/**
 * The shortest time (ms) from the beginning of a visit that plays this dialogue whole to the beginning of the next one in
 * its slot: each turn is said after the shortest wait that the plan allows. A customer who leaves early may go after one
 * turn.
 */
function shortestMs({ customers, agents }: Plan, { turns }: Shape): number {
  const first = turns.findIndex(({ from }) => from === 'customer');
  const theirs = turns.filter(({ from }) => from === 'customer').length;
  // What the agent says before the customer may be said at once.
  const replies = turns.filter(({ from }, turn) => from === 'agent' && turn > first).length;
  const wholeMs = theirs * customers.think.minMs + replies * (agents?.reply.minMs ?? 0);
  const visitMs = customers.leaveEarly > 0 ? customers.think.minMs : wholeMs;
  return Math.min(customers.longestVisitMs, visitMs) + customers.gapMs;
}

/** The time (ms) in which the slots of the closed model may begin a visit, of all slots together and at the most. */
function slotTimeMs({ customers }: Plan, { rampMs, holdEndsMs }: Schedule): number {
  const { sessions, teardownMs } = customers;
  // Slots start one after another in the ramp, and stop so in the teardown. An executor may be a spacing off.
  return sessions * (holdEndsMs - rampMs) + ((sessions + 1) / 2) * (rampMs + teardownMs);
}

/**
 * How many of these dialogues can be played once each, at the most: the shortest first, each as quickly as the plan
 * allows. In the closed model every slot plays a dialogue to its end that it began before it had to stop.
 */
export function mostPlayedOnce(plan: Plan, dialogues: readonly Shape[]): number {
  const schedule = scheduleOf(plan);
  if (plan.customers.model === 'open') return Math.min(dialogues.length, plannedVisits(plan, schedule) + 1);
  const lengths = dialogues.map((dialogue) => shortestMs(plan, dialogue)).sort((a, b) => a - b);
  let leftMs = slotTimeMs(plan, schedule);
  let whole = 0;
  while (whole < lengths.length && leftMs > 0) leftMs -= lengths[whole++] ?? 0;
  // The last dialogue of each slot may last beyond the time at which the slot stops.
  return Math.min(lengths.length, whole + plan.customers.sessions);
}

/** Why a set that is planned once cannot be played in the plan, in one line; undefined where it can, or is not. */
export function onceRefusal(plan: Plan, dialogues: readonly Shape[]): string | undefined {
  const { customers, transcripts } = plan;
  if (transcripts?.once !== true) return undefined;
  const most = mostPlayedOnce(plan, dialogues);
  if (most >= dialogues.length) return undefined;
  const planned = `${dialogues.length} dialogues are planned once, and at most ${most} fit`;
  const into =
    customers.visitsPerMinute === undefined
      ? `${customers.sessions} sessions with a hold of ${formatDuration(customers.holdMs)}`
      : `${customers.visitsPerMinute} visits a minute with a hold of ${formatDuration(customers.holdMs)}`;
  return `transcripts ${transcripts.path}: ${planned} into ${into}; allowed: a hold of at least ${formatDuration(leastHoldMs(plan, dialogues))}, more sessions, fewer dialogues (headroom transcripts pack), or once false`;
}

/** The shortest hold (ms, whole seconds) in which this set may be played once, each dialogue as quickly as the plan allows. */
function leastHoldMs(plan: Plan, dialogues: readonly Shape[]): number {
  const fits = (seconds: number) => {
    const customers = { ...plan.customers, holdMs: seconds * 1_000 };
    return mostPlayedOnce({ ...plan, customers }, dialogues) >= dialogues.length;
  };
  let [short, long] = [0, 1];
  while (!fits(long)) [short, long] = [long, long * 2];
  while (long - short > 1) {
    const middle = Math.floor((short + long) / 2);
    if (fits(middle)) long = middle;
    else short = middle;
  }
  return long * 1_000;
}
