import type { QueueObservationQueryResponse } from '@headroom/genesys-wire/platform';
import * as z from 'zod';
import { CONVERSATION_METRICS, queueObservations, USER_METRICS } from '../../routing/observations.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody } from '../http/errors.ts';
import { filterSchema, matchesFilter, unknownDimension } from '../query/filter.ts';

/** `POST /api/v2/analytics/queues/observations/query` (docs/facts/genesys.md section 3). */

/** Genesys's metrics. Those that the simulation does not count are allowed, and missing in the answer. */
const METRICS = [...CONVERSATION_METRICS, ...USER_METRICS, 'oServiceLevel', 'oWaitingCallbacks'] as const;
const DIMENSIONS = ['queueId', 'mediaType'];

const body = z.object({ filter: filterSchema, metrics: z.array(z.enum(METRICS)).min(1) });

function query({ tenant, body: asked }: ApiCall): QueueObservationQueryResponse | ApiAnswer {
  const parsed = body.safeParse(asked);
  if (!parsed.success) return invalidBody(parsed.error);
  const { filter, metrics } = parsed.data;
  const unknown = unknownDimension(filter, DIMENSIONS);
  if (unknown !== undefined) return badRequest(`filter: ${unknown} is no dimension of queue observations`);
  const wanted: readonly string[] = metrics;
  const queues = tenant.routing.queues
    .all()
    .filter(({ id }) => matchesFilter(filter, { queueId: id, mediaType: 'message' }));
  return {
    results: queues.map((queue) => ({
      group: { queueId: queue.id, mediaType: 'message' },
      data: queueObservations(queue).filter(({ metric }) => wanted.includes(metric)),
    })),
  };
}

export const queueObservationRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v2/analytics/queues/observations/query', answer: query },
];
