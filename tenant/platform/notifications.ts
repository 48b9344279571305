import * as z from 'zod';
import { badRequest, type Call, failure, notFound, type Route } from './http.ts';

const topics = z.array(z.object({ id: z.string().min(1) }));

function create({ tenant, caller, address }: Call) {
  if (caller.kind !== 'user') return failure(400, 'bad.request', 'This request requires a user context');
  return tenant.channels.create(caller.userId, address);
}

function subscribe(replace: boolean) {
  return ({ tenant, ids: [id = ''], body }: Call) => {
    if (!tenant.channels.has(id)) return notFound('Channel');
    const parsed = topics.safeParse(body);
    if (!parsed.success) return badRequest('The body has to be a list of topics');
    const ids = parsed.data.map((topic) => topic.id);
    tenant.channels.subscribe(id, ids, replace);
    return { entities: ids.map((topic) => ({ id: topic, state: 'Permitted' })) };
  };
}

function subscriptions({ tenant, ids: [id = ''] }: Call) {
  if (!tenant.channels.has(id)) return notFound('Channel');
  return { entities: tenant.channels.topics(id).map((topic) => ({ id: topic })) };
}

function unsubscribe({ tenant, ids: [id = ''] }: Call) {
  if (!tenant.channels.has(id)) return notFound('Channel');
  tenant.channels.subscribe(id, [], true);
  return {};
}

const path = '/api/v2/notifications/channels/{}/subscriptions';
export const notificationRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v2/notifications/channels', answer: create },
  { method: 'PUT', path, answer: subscribe(true) },
  { method: 'POST', path, answer: subscribe(false) },
  { method: 'GET', path, answer: subscriptions },
  { method: 'DELETE', path, answer: unsubscribe },
];
