import * as z from 'zod';
import { TOPICS_A_CHANNEL } from '../notifications/channels.ts';
import { expand } from '../notifications/topics.ts';
import { Answer, badRequest, type Call, failure, notFound, type Route, userContextRequired } from './http.ts';

const topicsBody = z.array(z.object({ id: z.string().min(1) }));
const FORBIDDEN = 'The topic is unknown, or permissions are missing';

function create({ tenant, caller, address }: Call) {
  return caller.kind === 'user' ? tenant.channels.create(caller.userId, address) : userContextRequired();
}

function list({ tenant, caller }: Call) {
  return caller.kind === 'user' ? { entities: tenant.channels.of(caller.userId) } : userContextRequired();
}

function check({ tenant, ids: [id = ''] }: Call) {
  return tenant.channels.has(id) ? new Answer(200, undefined) : notFound('Channel');
}

/** One topic that is not permitted fails the whole call, unless `ignoreErrors` asks for the rest. */
function subscribe(replace: boolean) {
  return ({ tenant, ids: [id = ''], body, query }: Call) => {
    if (!tenant.channels.has(id)) return notFound('Channel');
    const parsed = topicsBody.safeParse(body);
    if (!parsed.success) return badRequest('The body has to be a list of topics');
    const asked = parsed.data.map((topic) => ({ id: topic.id, topics: expand(topic.id) }));
    const permitted = asked.filter(({ topics }) => topics.every((topic) => tenant.permits(topic)));
    if (permitted.length < asked.length && query.get('ignoreErrors') !== 'true')
      return failure(403, 'missing.permissions', FORBIDDEN);
    const topics = permitted.flatMap((topic) => topic.topics);
    const all = new Set(replace ? topics : [...tenant.channels.topics(id), ...topics]);
    if (all.size > TOPICS_A_CHANNEL) return badRequest(`A channel has at most ${TOPICS_A_CHANNEL} topics`);
    tenant.channels.subscribe(id, topics, replace);
    return {
      entities: asked.map((topic) =>
        permitted.includes(topic)
          ? { id: topic.id, state: 'Permitted' }
          : { id: topic.id, state: 'Rejected', rejectionReason: FORBIDDEN, missingPermissions: [] },
      ),
    };
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

const channels = '/api/v2/notifications/channels';
const path = `${channels}/{}/subscriptions`;
export const notificationRoutes: readonly Route[] = [
  { method: 'POST', path: channels, answer: create },
  { method: 'GET', path: channels, answer: list },
  { method: 'HEAD', path: `${channels}/{}`, answer: check },
  { method: 'PUT', path, answer: subscribe(true) },
  { method: 'POST', path, answer: subscribe(false) },
  { method: 'GET', path, answer: subscriptions },
  { method: 'DELETE', path, answer: unsubscribe },
];
