import { routingStatusOf } from './agents.ts';
import type { Queue } from './queues.ts';

/** A metric of a queue at this moment. */
export interface Observation {
  readonly metric: string;
  readonly qualifier?: string;
  readonly count: number;
}

export const CONVERSATION_METRICS = [
  'oWaiting',
  'oAlerting',
  'oInteracting',
  'oLongestWaiting',
  'oLongestInteracting',
] as const;
export const USER_METRICS = [
  'oOnQueueUsers',
  'oOffQueueUsers',
  'oActiveUsers',
  'oMemberUsers',
  'oUserRoutingStatuses',
  'oUserPresences',
] as const;

/**
 * Metrics of the conversations in a queue (docs/facts/genesys.md section 3). `oLongest…` is when the longest began
 * (Unix ms).
 */
export function conversationMetrics({ waiting, alerting, interacting }: Queue): Observation[] {
  const [first] = waiting;
  const connected = [...interacting].map(({ agent }) => agent?.connectedTime?.getTime() ?? Number.POSITIVE_INFINITY);
  return [
    { metric: 'oWaiting', count: waiting.size },
    { metric: 'oAlerting', count: alerting.size },
    { metric: 'oInteracting', count: interacting.size },
    ...(first === undefined ? [] : [{ metric: 'oLongestWaiting', count: first.queuedAtMs }]),
    ...(connected.length === 0 ? [] : [{ metric: 'oLongestInteracting', count: Math.min(...connected) }]),
  ];
}

/**
 * Metrics of the members of a queue: how many there are, are active, are on queue, and are in each status and presence.
 */
export function userMetrics({ members }: Queue): Observation[] {
  const statuses = new Map<string, number>();
  const presences = new Map<string, number>();
  let onQueue = 0;
  let active = 0;
  for (const [agent, joined] of members) {
    if (!joined) continue;
    count(statuses, routingStatusOf(agent));
    count(presences, agent.presence);
    if (agent.onQueue) onQueue++;
    if (agent.presence !== 'Offline') active++;
  }
  return [
    { metric: 'oOnQueueUsers', count: onQueue },
    { metric: 'oOffQueueUsers', count: active - onQueue },
    { metric: 'oActiveUsers', count: active },
    { metric: 'oMemberUsers', count: members.size },
    ...[...statuses].map(([qualifier, n]) => ({ metric: 'oUserRoutingStatuses', qualifier, count: n })),
    ...[...presences].map(([qualifier, n]) => ({ metric: 'oUserPresences', qualifier, count: n })),
  ];
}

/** All metrics of a queue but the longest ones, as queue observations and their topic give them. */
export const queueObservations = (queue: Queue) =>
  [...conversationMetrics(queue).filter(({ metric }) => !metric.startsWith('oLongest')), ...userMetrics(queue)].map(
    ({ count: n, ...rest }) => ({ ...rest, stats: { count: n } }),
  );

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
