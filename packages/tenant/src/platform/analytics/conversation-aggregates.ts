import * as z from 'zod';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { invalidBody } from '../http/errors.ts';
import { type Dimensions, filterSchema, matchesFilter } from '../query/filter.ts';
import { intervalSchema } from '../query/interval.ts';
import { dimensionsOf, sessionsOf } from './analytics-sessions.ts';

/**
 * `POST /api/v2/analytics/conversations/aggregates/query`: metrics of sessions over the whole interval
 * (docs/facts/genesys.md section 3).
 */

const aggregateBody = z.object({
  interval: intervalSchema,
  metrics: z.array(z.string()).min(1),
  groupBy: z.array(z.enum(['mediaType', 'messageType', 'queueId', 'userId', 'direction', 'purpose'])).default([]),
  filter: filterSchema.optional(),
});

interface Statistics {
  count: number;
  sum: number;
  min: number;
  max: number;
}

function query({ tenant, body }: ApiCall) {
  const parsed = aggregateBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { interval, metrics, groupBy, filter } = parsed.data;
  const groups = new Map<string, { group: Dimensions; figures: Map<string, Statistics> }>();
  for (const conversation of tenant.conversations.values()) {
    if (!interval.holds(conversation.createdAt.getTime())) continue;
    for (const session of sessionsOf(conversation)) {
      const is = dimensionsOf(conversation, session);
      if (filter !== undefined && !matchesFilter(filter, is)) continue;
      const group = Object.fromEntries(groupBy.flatMap((name) => (is[name] === undefined ? [] : [[name, is[name]]])));
      const key = JSON.stringify(group);
      const entry = groups.get(key) ?? { group, figures: new Map<string, Statistics>() };
      groups.set(key, entry);
      for (const metric of metrics) add(entry.figures, metric, session.metrics[metric]);
    }
  }
  return {
    results: [...groups.values()]
      .filter(({ figures }) => figures.size > 0)
      .map(({ group, figures }) => ({
        group,
        data: [
          {
            interval: interval.text,
            metrics: [...figures].map(([metric, stats]) => ({ metric, stats: shown(metric, stats) })),
          },
        ],
      })),
  };
}

function add(figures: Map<string, Statistics>, metric: string, value: number | undefined): void {
  if (value === undefined) return;
  const { count, sum, min, max } = figures.get(metric) ?? { count: 0, sum: 0, min: value, max: value };
  figures.set(metric, { count: count + 1, sum: sum + value, min: Math.min(min, value), max: Math.max(max, value) });
}

/** A count metric has a count; a time metric has sum, min and max (ms) too. */
const shown = (metric: string, { count, sum, min, max }: Statistics): Partial<Statistics> =>
  metric.startsWith('t') ? { count, sum, min, max } : { count: sum };

export const aggregateRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v2/analytics/conversations/aggregates/query', answer: query },
];
