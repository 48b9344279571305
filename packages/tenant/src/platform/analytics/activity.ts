import type { ConversationActivityResponse } from '@headroom/genesys-wire/platform';
import * as z from 'zod';
import {
  CONVERSATION_METRICS,
  conversationMetrics,
  type Observation,
  USER_METRICS,
  userMetrics,
} from '../../routing/observations.ts';
import type { Queue } from '../../routing/queues.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody } from '../http/errors.ts';
import { filterSchema, matchesFilter, unknownDimension } from '../query/filter.ts';

/**
 * `POST /api/v2/analytics/conversations/activity/query` and `…/routing/activity/query` (docs/facts/genesys.md section
 * 3).
 */

interface Subject {
  readonly metrics: readonly [string, ...string[]];
  readonly dimensions: readonly string[];
  readonly of: (queue: Queue) => readonly Observation[];
}

const CONVERSATIONS: Subject = {
  metrics: CONVERSATION_METRICS,
  dimensions: ['queueId', 'mediaType', 'messageType', 'direction'],
  of: conversationMetrics,
};
const ROUTING: Subject = { metrics: USER_METRICS, dimensions: ['queueId'], of: userMetrics };

function answerFor({ metrics, dimensions, of }: Subject) {
  const body = z.object({
    metrics: z.array(z.object({ metric: z.enum(metrics) })).min(1),
    groupBy: z.array(z.enum(dimensions)).default([]),
    filter: filterSchema.optional(),
  });
  return ({ tenant, body: asked }: ApiCall): ConversationActivityResponse | ApiAnswer => {
    const parsed = body.safeParse(asked);
    if (!parsed.success) return invalidBody(parsed.error);
    const { filter, groupBy } = parsed.data;
    const unknown = filter && unknownDimension(filter, dimensions);
    if (unknown !== undefined) return badRequest(`filter: ${unknown} is no dimension of this activity`);
    const wanted = parsed.data.metrics.map(({ metric }) => metric);
    const groups = new Map<string, { group: Record<string, string>; data: Observation[] }>();
    for (const queue of tenant.routing.queues.all()) {
      const is = dimensionsOf(queue);
      if (filter !== undefined && !matchesFilter(filter, is)) continue;
      const group = Object.fromEntries(groupBy.map((dimension) => [dimension, is[dimension] ?? '']));
      const key = JSON.stringify(group);
      const figures = of(queue).filter(({ metric }) => wanted.includes(metric));
      groups.set(key, { group, data: added(groups.get(key)?.data ?? [], figures) });
    }
    return { results: [...groups.values()] };
  };
}

const dimensionsOf = ({ id }: Queue): Readonly<Record<string, string>> => ({
  queueId: id,
  mediaType: 'message',
  messageType: 'webmessaging',
  direction: 'inbound',
});

/** Adds up the metrics of several queues; of `oLongest…`, a time, the earlier one stands. */
function added(sums: readonly Observation[], figures: readonly Observation[]): Observation[] {
  const result = [...sums];
  for (const figure of figures) {
    const at = result.findIndex(({ metric, qualifier }) => metric === figure.metric && qualifier === figure.qualifier);
    const there = result[at];
    if (there === undefined) result.push(figure);
    else {
      const longest = figure.metric.startsWith('oLongest');
      const count = longest ? Math.min(there.count, figure.count) : there.count + figure.count;
      result[at] = { ...there, count };
    }
  }
  return result;
}

const root = '/api/v2/analytics';
export const activityRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: `${root}/conversations/activity/query`, answer: answerFor(CONVERSATIONS) },
  { method: 'POST', path: `${root}/routing/activity/query`, answer: answerFor(ROUTING) },
];
