import type { QueueObservations } from '@headroom/genesys-wire/platform';
import * as z from 'zod';
import { CONVERSATION_METRICS, observed, USER_METRICS } from '../../routing/observe.ts';
import { type Answer, badRequest, type Call, invalid, type Route } from '../http.ts';
import { filterSchema, matches, unknownDimension } from './filter.ts';

/** `POST /api/v2/analytics/queues/observations/query` (genesys.md section 3). */

/** Metrics that Genesys has here and the simulation does not count are taken and not answered. */
const METRICS = [...CONVERSATION_METRICS, ...USER_METRICS, 'oServiceLevel', 'oWaitingCallbacks'] as const;
const DIMENSIONS = ['queueId', 'mediaType'];

const body = z.object({ filter: filterSchema, metrics: z.array(z.enum(METRICS)).min(1) });

function query({ tenant, body: asked }: Call): QueueObservations | Answer {
  const parsed = body.safeParse(asked);
  if (!parsed.success) return invalid(parsed.error);
  const { filter, metrics } = parsed.data;
  const unknown = unknownDimension(filter, DIMENSIONS);
  if (unknown !== undefined) return badRequest(`filter: ${unknown} is no dimension of queue observations`);
  const wanted: readonly string[] = metrics;
  const queues = tenant.routing.queues.all().filter(({ id }) => matches(filter, { queueId: id, mediaType: 'message' }));
  return {
    results: queues.map((queue) => ({
      group: { queueId: queue.id, mediaType: 'message' },
      data: observed(queue).filter(({ metric }) => wanted.includes(metric)),
    })),
  };
}

export const queueObservationRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v2/analytics/queues/observations/query', answer: query },
];
