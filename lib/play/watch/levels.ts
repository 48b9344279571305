import type { ConversationActivityResponse } from '@headroom/genesys-wire/platform';
import type { Level, TenantState, Tenths } from '../../measures/table/tag-values.ts';
import type { AgentsPlan } from '../../plan/schema.ts';

/** A reading of the tenant. */
export type Levels = Readonly<Record<Level, number>>;

/** Shares of the agents, or of the places that they have. */
const SOME = 0.1;
const MANY = 0.25;
const HALF = 0.5;
const NEARLY_ALL = 0.8;

/**
 * The levels in the answers to `POST /api/v2/analytics/conversations/activity/query` and `…/routing/activity/query`,
 * grouped by queue (docs/facts/genesys.md section 3). They count the plan's queues, or all where the plan names none.
 * An agent who is a member of several queues is counted in each, so no more than `agents.count` agents count.
 */
export function levelsOf(
  conversations: ConversationActivityResponse,
  routing: ConversationActivityResponse,
  agents: Pick<AgentsPlan, 'count' | 'queues'>,
): Levels {
  const counts = ({ queueId = '' }: Readonly<Record<string, string>>) =>
    agents.queues.length === 0 || agents.queues.includes(queueId);
  const count = (from: ConversationActivityResponse, metric: string, qualifier?: string) =>
    from.results
      .filter(({ group }) => counts(group))
      .flatMap(({ data }) => data)
      .filter((one) => one.metric === metric && (qualifier === undefined || one.qualifier === qualifier))
      .reduce((sum, one) => sum + one.count, 0);
  const onQueue = count(routing, 'oOnQueueUsers');
  const share = Math.min(1, agents.count / Math.max(1, onQueue));
  const users = (metric: string, qualifier?: string) => Math.round(count(routing, metric, qualifier) * share);
  return {
    waiting: count(conversations, 'oWaiting'),
    alerting: count(conversations, 'oAlerting'),
    interacting: count(conversations, 'oInteracting'),
    'on-queue': users('oOnQueueUsers'),
    idle: users('oUserRoutingStatuses', 'IDLE'),
    'not-responding': users('oUserRoutingStatuses', 'NOT_RESPONDING'),
  };
}

/**
 * The joint state of a reading, which gauges cannot keep; undefined when no conversation waits. `capacity` is that of
 * one agent.
 */
export function stateOf(levels: Levels, capacity: number): Exclude<TenantState, 'plateau'> | undefined {
  const { waiting, alerting, interacting, idle } = levels;
  const onQueue = levels['on-queue'];
  if (waiting === 0 || onQueue === 0) return undefined;
  const places = onQueue * capacity;
  if (interacting >= places * NEARLY_ALL) return 'full';
  if (levels['not-responding'] >= onQueue * MANY || alerting >= places * MANY) return 'free';
  return idle <= onQueue * SOME && interacting + alerting < places * HALF ? 'after-contact' : undefined;
}

/**
 * Who holds up the conversations that wait; undefined when none does. Without an agent on queue it tells only who is
 * absent. `capacity` is that of one agent, `sessions` and `agents` are the plan's; agents are undefined while they log in.
 */
export function holdersOf(
  levels: Levels,
  capacity: number,
  { sessions, agents }: { readonly sessions: number; readonly agents: number | undefined },
): Tenths | undefined {
  if (levels.waiting === 0) return undefined;
  const onQueue = levels['on-queue'];
  const tenths = (part: number, whole: number) => Math.round(10 * Math.min(1, part / whole));
  return {
    queued: tenths(levels.waiting, sessions),
    ...(agents === undefined ? {} : { absent: tenths(Math.max(0, agents - onQueue), agents) }),
    ...(onQueue === 0
      ? {}
      : {
          talking: tenths(levels.interacting, onQueue * capacity),
          alerting: tenths(levels.alerting, onQueue * capacity),
          idle: tenths(levels.idle, onQueue),
          'not-responding': tenths(levels['not-responding'], onQueue),
        }),
  };
}

/** Conversations that wait, alert or are handled. */
export function activeIn({ waiting, alerting, interacting }: Levels): number {
  return waiting + alerting + interacting;
}

/** How many readings without a change make a standstill. */
const READINGS = 3;
/** A standstill above this share of the plan is the plan's own level. */
const BELOW = 0.9;

/** Tells whether active conversations stand still though the plan wants more. */
export class Plateau {
  readonly #latest: number[] = [];

  /** Takes in the active conversations of a reading, and how many the plan wants at that time. */
  standsStill(active: number, planned: number): boolean {
    this.#latest.push(active);
    if (this.#latest.length > READINGS) this.#latest.shift();
    if (this.#latest.length < READINGS || active === 0 || active >= planned * BELOW) return false;
    return Math.max(...this.#latest) - Math.min(...this.#latest) <= Math.max(2, active * 0.02);
  }
}
