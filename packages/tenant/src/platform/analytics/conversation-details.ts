import * as z from 'zod';
import type { Conversation } from '../../conversations/conversation.ts';
import type { Tenant } from '../../org/tenant.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody, notFound } from '../http/errors.ts';
import { filterSchema, matchesFilter } from '../query/filter.ts';
import { intervalSchema } from '../query/interval.ts';
import { valuesOf } from '../query/list-filters.ts';
import { type AnalyticsSegment, type AnalyticsSession, dimensionsOf, sessionsOf } from './analytics-sessions.ts';

/** `POST /api/v2/analytics/conversations/details/query` and its asynchronous jobs (docs/facts/genesys.md section 3). */

const MAX_PAGE_SIZE = 100;
const queryFields = {
  interval: intervalSchema,
  segmentFilters: z.array(filterSchema).default([]),
  conversationFilters: z.array(filterSchema).default([]),
  order: z.enum(['asc', 'desc']).default('asc'),
};
const queryBody = z.object({
  ...queryFields,
  paging: z
    .object({ pageSize: z.int().min(1).max(MAX_PAGE_SIZE), pageNumber: z.int().min(1) })
    .default({ pageSize: 25, pageNumber: 1 }),
});
const jobBody = z.object(queryFields);
type Query = z.output<typeof jobBody>;

function query({ tenant, body }: ApiCall) {
  const parsed = queryBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { pageSize, pageNumber } = parsed.data.paging;
  const found = find(tenant, parsed.data);
  const start = (pageNumber - 1) * pageSize;
  return { conversations: found.slice(start, start + pageSize).map(toWire), totalHits: found.length };
}

/** Conversations that began in the interval and that match every filter, in the order in which they began. */
function find({ conversations }: Tenant, { interval, segmentFilters, conversationFilters, order }: Query) {
  const found = [...conversations.values()].filter((conversation) => {
    if (!interval.holds(conversation.createdAt.getTime())) return false;
    const sessions = sessionsOf(conversation);
    const segments = sessions.flatMap((session) =>
      session.segments.map((segment) => dimensionsOf(conversation, session, segment)),
    );
    const whole = {
      conversationId: conversation.id,
      originatingDirection: 'inbound',
      conversationEnd: conversation.endedAt?.toISOString(),
    };
    return (
      segmentFilters.every((filter) => segments.some((segment) => matchesFilter(filter, segment))) &&
      conversationFilters.every((filter) => matchesFilter(filter, whole))
    );
  });
  return order === 'asc' ? found : found.reverse();
}

function toWire(conversation: Conversation) {
  const { id, createdAt, endedAt } = conversation;
  return {
    conversationId: id,
    conversationStart: createdAt.toISOString(),
    ...(endedAt ? { conversationEnd: endedAt.toISOString() } : {}),
    originatingDirection: 'inbound',
    participants: sessionsOf(conversation).map(participant),
  };
}

function participant({ participantId, purpose, userId, queueId, sessionId, segments, metrics }: AnalyticsSession) {
  return {
    participantId,
    purpose,
    ...(userId ? { userId } : {}),
    sessions: [
      {
        sessionId,
        mediaType: 'message',
        messageType: 'webmessaging',
        direction: 'inbound',
        segments: segments.map((segment) => segmentToWire(segment, queueId)),
        metrics: Object.entries(metrics).map(([name, value]) => ({
          name,
          value,
          emitDate: (segments.at(-1)?.end ?? segments.at(-1)?.start)?.toISOString(),
        })),
      },
    ],
  };
}

const segmentToWire = ({ segmentType, start, end, ...rest }: AnalyticsSegment, queueId: string | undefined) => ({
  segmentType,
  segmentStart: start.toISOString(),
  segmentEnd: end?.toISOString(),
  queueId,
  conference: false,
  ...rest,
});

/** The queries of the asynchronous jobs, by the job's id. */
const jobs = new WeakMap<Tenant, Map<string, Query>>();

function startJob({ tenant, body }: ApiCall) {
  const parsed = jobBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const jobId = tenant.ids.next();
  jobs.set(tenant, (jobs.get(tenant) ?? new Map()).set(jobId, parsed.data));
  return new ApiAnswer(202, { jobId });
}

const ofJob = (then: (query: Query, call: ApiCall) => unknown) => (call: ApiCall) => {
  const found = jobs.get(call.tenant)?.get(call.ids[0] ?? '');
  return found === undefined ? notFound('Job') : then(found, call);
};

const results = ofJob((asked, { tenant, query }) => {
  const size = Math.min(1_000, Math.max(1, Number(query.get('pageSize')) || 1_000));
  const start = Number(query.get('cursor')) || 0;
  const found = find(tenant, asked);
  const next = start + size < found.length ? { cursor: String(start + size) } : {};
  return { conversations: found.slice(start, start + size).map(toWire), ...next };
});

/** Conversations by their ids, 100 at most; those that are not there are left out. */
function byId({ tenant, query: asked }: ApiCall) {
  const ids = valuesOf(asked, 'id');
  if (ids.length === 0 || ids.length > MAX_PAGE_SIZE) return badRequest(`id has to name 1 to ${MAX_PAGE_SIZE}`);
  return { conversations: ids.flatMap((id) => tenant.conversations.get(id) ?? []).map(toWire) };
}

const root = '/api/v2/analytics/conversations';
export const detailRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: `${root}/details`, query: ['id'], answer: byId },
  { method: 'POST', path: `${root}/details/query`, answer: query },
  { method: 'POST', path: `${root}/details/jobs`, answer: startJob },
  { method: 'GET', path: `${root}/details/jobs/{}`, answer: ofJob(() => ({ state: 'FULFILLED' })) },
  { method: 'GET', path: `${root}/details/jobs/{}/results`, query: ['cursor', 'pageSize'], answer: results },
  {
    method: 'GET',
    path: `${root}/{}/details`,
    answer: ({ tenant, ids: [id = ''] }) => {
      const conversation = tenant.conversations.get(id);
      return conversation === undefined ? notFound('Conversation') : toWire(conversation);
    },
  },
];
