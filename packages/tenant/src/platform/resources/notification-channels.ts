import * as z from 'zod';
import { MAX_TOPICS_PER_CHANNEL } from '../../notifications/channels.ts';
import { expandTopic } from '../../notifications/topics.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, failure, notFound, userContextRequired } from '../http/errors.ts';

const topicsBody = z.array(z.object({ id: z.string().min(1) }));
const FORBIDDEN = 'The topic is unknown, or permissions are missing';

function create({ tenant, caller, address }: ApiCall) {
  return caller.kind === 'user' ? tenant.channels.create(caller.userId, address) : userContextRequired();
}

function list({ tenant, caller }: ApiCall) {
  return caller.kind === 'user' ? { entities: tenant.channels.of(caller.userId) } : userContextRequired();
}

function check({ tenant, ids: [id = ''] }: ApiCall) {
  return tenant.channels.has(id) ? new ApiAnswer(200, undefined) : notFound('Channel');
}

/** One topic that is not permitted fails the whole call, unless `ignoreErrors` asks for the rest. */
function subscribe(replace: boolean) {
  return ({ tenant, ids: [id = ''], body, query }: ApiCall) => {
    if (!tenant.channels.has(id)) return notFound('Channel');
    const parsed = topicsBody.safeParse(body);
    if (!parsed.success) return badRequest('The body has to be a list of topics');
    const asked = parsed.data.map((topic) => ({ id: topic.id, topics: expandTopic(topic.id) }));
    const permitted = asked.filter(({ topics }) => topics.every((topic) => tenant.permits(topic)));
    if (permitted.length < asked.length && query.get('ignoreErrors') !== 'true')
      return failure(403, 'missing.permissions', FORBIDDEN);
    const topics = permitted.flatMap((topic) => topic.topics);
    const all = new Set(replace ? topics : [...tenant.channels.topics(id), ...topics]);
    if (all.size > MAX_TOPICS_PER_CHANNEL) return badRequest(`A channel has at most ${MAX_TOPICS_PER_CHANNEL} topics`);
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

function subscriptions({ tenant, ids: [id = ''] }: ApiCall) {
  if (!tenant.channels.has(id)) return notFound('Channel');
  return { entities: tenant.channels.topics(id).map((topic) => ({ id: topic })) };
}

function unsubscribe({ tenant, ids: [id = ''] }: ApiCall) {
  if (!tenant.channels.has(id)) return notFound('Channel');
  tenant.channels.subscribe(id, [], true);
  return new ApiAnswer(200, undefined);
}

const channels = '/api/v2/notifications/channels';
const path = `${channels}/{}/subscriptions`;
export const notificationRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: channels, answer: create },
  { method: 'GET', path: channels, answer: list },
  { method: 'HEAD', path: `${channels}/{}`, answer: check },
  { method: 'PUT', path, query: ['ignoreErrors'], answer: subscribe(true) },
  { method: 'POST', path, query: ['ignoreErrors'], answer: subscribe(false) },
  { method: 'GET', path, answer: subscriptions },
  { method: 'DELETE', path, answer: unsubscribe },
];
