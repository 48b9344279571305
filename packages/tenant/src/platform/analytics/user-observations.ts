import * as z from 'zod';
import type { Tenant } from '../../org/tenant.ts';
import { type RoutedAgent, routingStatusOf } from '../../routing/agents.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody } from '../http/errors.ts';
import { filterSchema, matchesFilter, unknownDimension } from '../query/filter.ts';
import { analyticsPresence } from './user-states.ts';

/** What users do at this moment: `POST /api/v2/analytics/users/observations/query`. Its qualifiers are unverified. */

const METRICS: Readonly<Record<string, (agent: RoutedAgent, tenant: Tenant) => { qualifier?: string; count: number }>> =
  {
    oUserPresence: ({ presence }) => ({ qualifier: analyticsPresence(presence), count: 1 }),
    oUserRoutingStatus: (agent) => ({ qualifier: routingStatusOf(agent), count: 1 }),
    oActiveQueues: ({ onQueue, joinedQueueIds }) => ({ count: onQueue ? joinedQueueIds.size : 0 }),
    oMemberQueues: (agent, { routing }) => ({
      count: routing.queues.all().filter(({ members }) => members.has(agent)).length,
    }),
  };

const body = z.strictObject({
  filter: filterSchema,
  metrics: z.array(z.enum(Object.keys(METRICS) as [string, ...string[]])).min(1),
});

function query({ tenant, body: asked }: ApiCall) {
  const parsed = body.safeParse(asked);
  if (!parsed.success) return invalidBody(parsed.error);
  const { filter, metrics } = parsed.data;
  const unknown = unknownDimension(filter, ['userId', 'queueId']);
  if (unknown !== undefined) return badRequest(`filter: ${unknown} is not honoured by the simulation`);
  const agents = [...tenant.routing.agents.all()].filter(({ id, joinedQueueIds, state }) => {
    return state === 'active' && matchesFilter(filter, { userId: id, queueId: [...joinedQueueIds] });
  });
  return {
    results: agents.map((agent) => ({
      group: { userId: agent.id },
      data: metrics.flatMap((metric) => {
        const { count, ...rest } = METRICS[metric]?.(agent, tenant) ?? { count: 0 };
        return [{ metric, ...rest, stats: { count } }];
      }),
    })),
  };
}

export const userObservationRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v2/analytics/users/observations/query', answer: query },
];
