import * as z from 'zod';
import type { Conversation } from '../../conversations/conversation.ts';
import type { Tenant } from '../../tenant.ts';
import { Answer, type Call, invalid, notFound, type Route } from '../http.ts';
import { filterSchema, matches } from './filter.ts';
import { intervalSchema } from './interval.ts';
import { dimensionsOf, type Segment, type Session, sessionsOf } from './sessions.ts';

/** `POST /api/v2/analytics/conversations/details/query` and its asynchronous jobs (genesys.md section 3). */

const MOST_A_PAGE = 100;
const queryFields = {
  interval: intervalSchema,
  segmentFilters: z.array(filterSchema).default([]),
  conversationFilters: z.array(filterSchema).default([]),
  order: z.enum(['asc', 'desc']).default('asc'),
};
const queryBody = z.object({
  ...queryFields,
  paging: z
    .object({ pageSize: z.int().min(1).max(MOST_A_PAGE), pageNumber: z.int().min(1) })
    .default({ pageSize: 25, pageNumber: 1 }),
});
const jobBody = z.object(queryFields);
type Query = z.output<typeof jobBody>;

function query({ tenant, body }: Call) {
  const parsed = queryBody.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const { pageSize, pageNumber } = parsed.data.paging;
  const found = find(tenant, parsed.data);
  const start = (pageNumber - 1) * pageSize;
  return { conversations: found.slice(start, start + pageSize).map(toWire), totalHits: found.length };
}

/** Conversations that were under way in the interval and that every filter takes, by when they began. */
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
      segmentFilters.every((filter) => segments.some((segment) => matches(filter, segment))) &&
      conversationFilters.every((filter) => matches(filter, whole))
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

function participant({ participantId, purpose, userId, queueId, sessionId, segments, metrics }: Session) {
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

const segmentToWire = ({ segmentType, start, end, ...rest }: Segment, queueId: string | undefined) => ({
  segmentType,
  segmentStart: start.toISOString(),
  segmentEnd: end?.toISOString(),
  queueId,
  conference: false,
  ...rest,
});

/** Jobs, for each tenant: a query that is answered in pages with a cursor. */
const jobs = new WeakMap<Tenant, Map<string, Query>>();

function startJob({ tenant, body }: Call) {
  const parsed = jobBody.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const jobId = tenant.ids.next();
  jobs.set(tenant, (jobs.get(tenant) ?? new Map()).set(jobId, parsed.data));
  return new Answer(202, { jobId });
}

const ofJob = (then: (query: Query, call: Call) => unknown) => (call: Call) => {
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

const root = '/api/v2/analytics/conversations';
export const detailRoutes: readonly Route[] = [
  { method: 'POST', path: `${root}/details/query`, answer: query },
  { method: 'POST', path: `${root}/details/jobs`, answer: startJob },
  { method: 'GET', path: `${root}/details/jobs/{}`, answer: ofJob(() => ({ state: 'FULFILLED' })) },
  { method: 'GET', path: `${root}/details/jobs/{}/results`, answer: results },
  {
    method: 'GET',
    path: `${root}/{}/details`,
    answer: ({ tenant, ids: [id = ''] }) => {
      const conversation = tenant.conversations.get(id);
      return conversation === undefined ? notFound('Conversation') : toWire(conversation);
    },
  },
];
