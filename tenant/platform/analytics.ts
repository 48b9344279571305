import type { ActivityObservations, QueueObservations } from '../../lib/platform/wire.ts';
import { queueId } from '../org.ts';
import { routingStatusOf } from '../routing/agents.ts';
import type { Tenant } from '../tenant.ts';
import type { Call, Route } from './http.ts';

interface Observation {
  readonly metric: string;
  readonly qualifier?: string;
  readonly count: number;
}

/** The queue as it stands now (genesys.md section 3). */
function observe(tenant: Tenant): Observation[] {
  const stages = { waiting: 0, alerting: 0, interacting: 0, ended: 0 };
  for (const conversation of tenant.conversations.values()) stages[conversation.stage]++;
  const statuses = new Map<string, number>();
  let onQueue = 0;
  for (const agent of tenant.routing.agents.all()) {
    const status = routingStatusOf(agent);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (agent.onQueue) onQueue++;
  }
  return [
    { metric: 'oWaiting', count: stages.waiting },
    { metric: 'oAlerting', count: stages.alerting },
    { metric: 'oInteracting', count: stages.interacting },
    { metric: 'oOnQueueUsers', count: onQueue },
    { metric: 'oMemberUsers', count: tenant.profile.agents.count },
    ...[...statuses].map(([qualifier, count]) => ({ metric: 'oUserRoutingStatuses', qualifier, count })),
  ];
}

function queueObservations({ tenant }: Call): QueueObservations {
  const data = observe(tenant).map(({ count, ...rest }) => ({ ...rest, stats: { count } }));
  return { results: [{ group: { queueId: queueId(1), mediaType: 'message' }, data }] };
}

function activity({ tenant }: Call): ActivityObservations {
  return { results: [{ group: { queueId: queueId(1), mediaType: 'message' }, data: observe(tenant) }] };
}

export const analyticsRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v2/analytics/queues/observations/query', answer: queueObservations },
  { method: 'POST', path: '/api/v2/analytics/conversations/activity/query', answer: activity },
  { method: 'POST', path: '/api/v2/analytics/routing/activity/query', answer: activity },
];
