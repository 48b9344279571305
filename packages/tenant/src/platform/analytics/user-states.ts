import * as z from 'zod';
import type { RoutedAgent } from '../../routing/agents.ts';
import type { StateSpan } from '../../routing/state-history.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody } from '../http/errors.ts';
import { filterSchema, matchesFilter, unknownDimension } from '../query/filter.ts';
import { granularitySchema, type Slice, slicesOf, sliceText } from '../query/granularity.ts';
import { intervalSchema } from '../query/interval.ts';

/**
 * In which presence and routing status users were, and for how long (docs/facts/genesys.md section 3). The simulation
 * knows both from a user's first change on.
 */

/** `OnQueue` as analytics writes it: `ON_QUEUE`. */
export const analyticsPresence = (presence: string): string => presence.replace(/(?<=.)([A-Z])/g, '_$1').toUpperCase();

const presences = ({ presences: history }: RoutedAgent, { fromMs, toMs }: Slice) => history.spans(fromMs, toMs);
const statuses = ({ statuses: history }: RoutedAgent, { fromMs, toMs }: Slice) => history.spans(fromMs, toMs);

const detailsBody = z.strictObject({
  interval: intervalSchema,
  userFilters: z.array(filterSchema).default([]),
  presenceFilters: z.array(filterSchema).default([]),
  routingStatusFilters: z.array(filterSchema).default([]),
  order: z.enum(['asc', 'desc', 'unordered']).default('asc'),
  paging: z
    .object({ pageSize: z.int().min(1).max(100), pageNumber: z.int().min(1) })
    .default({ pageSize: 25, pageNumber: 1 }),
});

const whenOf = ({ fromMs, toMs }: StateSpan<string>) => ({
  startTime: new Date(fromMs).toISOString(),
  ...(toMs === undefined ? {} : { endTime: new Date(toMs).toISOString() }),
});

/** Users with a record in the interval that fits the filters, and their records. */
function details({ tenant, body }: ApiCall) {
  const parsed = detailsBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { interval, userFilters, presenceFilters, routingStatusFilters, order, paging } = parsed.data;
  const unknown =
    userFilters.map((one) => unknownDimension(one, ['userId'])).find(Boolean) ??
    presenceFilters.map((one) => unknownDimension(one, ['systemPresence'])).find(Boolean) ??
    routingStatusFilters.map((one) => unknownDimension(one, ['routingStatus'])).find(Boolean);
  if (unknown !== undefined) return badRequest(`${unknown} is not honoured by the simulation as a filter of users`);
  const found = [...tenant.routing.agents.all()].flatMap((agent) => {
    if (!userFilters.every((filter) => matchesFilter(filter, { userId: agent.id }))) return [];
    const primaryPresence = presences(agent, interval)
      .map((span) => ({ ...whenOf(span), systemPresence: analyticsPresence(span.state) }))
      .filter(({ systemPresence }) => presenceFilters.every((one) => matchesFilter(one, { systemPresence })));
    const routingStatus = statuses(agent, interval)
      .map((span) => ({ ...whenOf(span), routingStatus: span.state }))
      .filter((record) =>
        routingStatusFilters.every((one) => matchesFilter(one, { routingStatus: record.routingStatus })),
      );
    if (primaryPresence.length + routingStatus.length === 0) return [];
    return [{ userId: agent.id, primaryPresence, routingStatus }];
  });
  if (order === 'desc') found.reverse();
  const start = (paging.pageNumber - 1) * paging.pageSize;
  return { userDetails: found.slice(start, start + paging.pageSize), totalHits: found.length };
}

/** What each metric adds up: the time in a state, by its name. */
const TIMES: Readonly<Record<string, (agent: RoutedAgent, slice: Slice) => readonly StateSpan<string>[]>> = {
  tAgentRoutingStatus: statuses,
  tSystemPresence: (agent, slice) =>
    presences(agent, slice).map((span) => ({ ...span, state: analyticsPresence(span.state) })),
};

const aggregatesBody = z.strictObject({
  interval: intervalSchema,
  granularity: granularitySchema.optional(),
  groupBy: z.array(z.literal('userId')).default([]),
  metrics: z.array(z.enum(['tAgentRoutingStatus', 'tSystemPresence'])).min(1),
  filter: filterSchema.optional(),
});
/** An answer with more intervals than these would be larger than what a client expects. */
const MAX_SLICES = 1_000;

function aggregates({ tenant, body }: ApiCall) {
  const parsed = aggregatesBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { interval, granularity, groupBy, metrics, filter } = parsed.data;
  const unknown = filter && unknownDimension(filter, ['userId']);
  if (unknown !== undefined) return badRequest(`${unknown} is not honoured by the simulation as a filter of users`);
  const slices = slicesOf(interval, granularity);
  if (slices.length > MAX_SLICES) return badRequest(`granularity: makes more than ${MAX_SLICES} intervals`);
  const agents = [...tenant.routing.agents.all()].filter(
    ({ id }) => filter === undefined || matchesFilter(filter, { userId: id }),
  );
  const groups = groupBy.length === 0 ? [{ group: {}, members: agents }] : agents.map(groupOfOne);
  const nowMs = tenant.clock.now();
  const results = groups.map(({ group, members }) => ({
    group,
    data: slices
      .map((slice) => ({ interval: sliceText(slice), metrics: timesIn(members, metrics, slice, nowMs) }))
      .filter((data) => data.metrics.length > 0),
  }));
  return { systemToOrganizationMappings: {}, results: results.filter(({ data }) => data.length > 0) };
}

const groupOfOne = (agent: RoutedAgent) => ({ group: { userId: agent.id }, members: [agent] });

/** The time in each state within a slice (ms), up to now. */
function timesIn(agents: readonly RoutedAgent[], metrics: readonly string[], slice: Slice, nowMs: number) {
  return metrics.flatMap((metric) => {
    const sums = new Map<string, number>();
    for (const agent of agents)
      for (const { state, fromMs, toMs } of TIMES[metric]?.(agent, slice) ?? []) {
        const ms = Math.min(toMs ?? nowMs, nowMs, slice.toMs) - Math.max(fromMs, slice.fromMs);
        if (ms > 0) sums.set(state, (sums.get(state) ?? 0) + ms);
      }
    return [...sums].map(([qualifier, sum]) => ({ metric, qualifier, stats: { sum } }));
  });
}

export const userStateRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v2/analytics/users/details/query', answer: details },
  { method: 'POST', path: '/api/v2/analytics/users/aggregates/query', answer: aggregates },
];
