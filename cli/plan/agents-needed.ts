import { middleMs } from '../../lib/base/random.ts';
import { formatDuration } from '../../lib/plan/duration.ts';
import type { AgentsPlan, Plan } from '../../lib/plan/schema.ts';
import { formatCount } from '../io/format-count.ts';
import type { Margin } from './plan-arithmetic.ts';
import type { MeanTimes } from './planned-visits.ts';
import { waitsLonger, waitsLongerOf } from './queue-model.ts';

/** What a contact centre usually promises: this share of conversations begins with an agent within this time (s). */
const SERVED_WITHIN = { share: 0.8, seconds: 20 };

/** What the customers ask of the agents in the hold. */
export interface Demand {
  /** Conversations that begin in a second, where nobody waits for an agent. */
  readonly perS: number;
  /** How long (s) one takes a place of an agent: from the alert to the end of after-contact work. */
  readonly takenS: number;
  /** How many there are at once: the two above multiplied, in erlang. */
  readonly erlangs: number;
  /** How many customers come again and again; undefined in the open model. */
  readonly sessions: number | undefined;
}

/** Computes what the visits of the hold ask of the agents. */
export function demandOf(plan: Plan, agents: AgentsPlan, times: MeanTimes): Demand {
  const { sessions, visitsPerMinute } = plan.customers;
  const { conversationMs, betweenMs, acceptMs } = times;
  const takenS = (acceptMs + conversationMs + middleMs(agents.wrapUp)) / 1_000;
  const cycleS = (betweenMs + acceptMs + conversationMs) / 1_000;
  const perS = visitsPerMinute === undefined ? sessions / cycleS : visitsPerMinute / 60;
  return { perS, takenS, erlangs: perS * takenS, sessions: visitsPerMinute === undefined ? sessions : undefined };
}

/** The share of conversations that wait longer than `withinS` (s) for one of these places. */
export function shareThatWaits({ perS, takenS, erlangs, sessions }: Demand, places: number, withinS: number): number {
  const queue = { places, takenS };
  if (sessions === undefined) return waitsLonger(queue, perS, withinS);
  // After-contact work takes a place when its customer is gone already, and may be back: then there are more who ask.
  const sources = Math.max(sessions, Math.ceil(erlangs));
  return waitsLongerOf(sources, Math.max(0.001, sources / perS - takenS), queue, withinS);
}

/**
 * The least number of agents with which the visits of the plan are served as contact centres promise. In the closed model
 * customers who wait come less often: there are places for all conversations that the plan would have at once.
 */
export function agentsNeeded(demand: Demand, capacity: number): number {
  const atOnce = Math.min(demand.erlangs, demand.sessions ?? demand.erlangs);
  const enough = (agents: number) =>
    agents * capacity >= atOnce &&
    shareThatWaits(demand, agents * capacity, SERVED_WITHIN.seconds) <= 1 - SERVED_WITHIN.share;
  let [few, many] = [0, 1];
  while (!enough(many)) [few, many] = [many, many * 2];
  while (many - few > 1) {
    const middle = (few + many) >> 1;
    if (enough(middle)) many = middle;
    else few = middle;
  }
  return many;
}

/** Sets the agents of the plan beside those that its visits need. */
export function agentsMargin(plan: Plan, agents: AgentsPlan, times: MeanTimes): Margin {
  const demand = demandOf(plan, agents, times);
  const needed = agentsNeeded(demand, agents.capacity);
  const { perS, takenS, erlangs } = demand;
  const each = formatDuration(Math.round(takenS) * 1_000);
  const load = `${formatCount(perS * 60)} conversations a minute × ${each} = ${formatCount(erlangs)} at once`;
  const served = `${SERVED_WITHIN.share * 100} % within ${SERVED_WITHIN.seconds} s`;
  return {
    what: 'agents for the planned visits',
    is: `${formatCount(agents.count)}, needed ${formatCount(needed)} × capacity ${agents.capacity} (${load}; ${served}, by Erlang)`,
    ok: agents.count >= needed,
  };
}
