import * as z from 'zod';
import { HOME_DIVISION } from '../../org/organization.ts';
import type { Tenant } from '../../org/tenant.ts';
import { acwSettingsOf, alertingTimeoutMsOf } from '../../routing/queue-settings.ts';
import type { Queue } from '../../routing/queues.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, failure, invalidBody, notFound } from '../http/errors.ts';
import { PAGING, page } from '../http/page.ts';
import { filtered, LIST_FILTERS } from '../query/list-filters.ts';
import { applyTo, queueBody } from './queue-body.ts';
import { namedCodes } from './wrap-up-codes.ts';

/** Queues and their wrap-up codes (docs/facts/genesys.md section 4). */

const codesBody = z
  .array(z.object({ id: z.string() }))
  .min(1)
  .max(100);

/** A queue as it was written, with what the server sets, and the settings that routing follows. */
export const toWire = ({ profile }: Tenant, queue: Queue) => ({
  division: HOME_DIVISION,
  skillEvaluationMethod: 'ALL',
  scoringMethod: 'TimestampAndPriority',
  ...queue.written,
  id: queue.id,
  name: queue.name,
  dateCreated: queue.createdAt.toISOString(),
  memberCount: queue.members.size,
  userMemberCount: queue.members.size,
  joinedMemberCount: [...queue.members.values()].filter(Boolean).length,
  acwSettings: acwSettingsOf(queue, profile),
  mediaSettings: {
    ...queue.written.mediaSettings,
    message: {
      enableAutoAnswer: queue.autoAnswer,
      ...queue.written.mediaSettings?.message,
      alertingTimeoutSeconds: alertingTimeoutMsOf(queue, profile) / 1_000,
      enableInactivityTimeout: queue.inactivityTimeoutMs !== undefined,
      ...(queue.inactivityTimeoutMs === undefined ? {} : inactivity(queue.inactivityTimeoutMs)),
    },
  },
});

const inactivity = (timeoutMs: number) => ({
  inactivityTimeoutSettings: { timeoutSeconds: timeoutMs / 1_000, actionType: 'DISCONNECT' },
});

/** Runs `then` with the queue that the path names. */
export const inQueue = (then: (queue: Queue, call: ApiCall) => unknown) => (call: ApiCall) => {
  const queue = call.tenant.routing.queues.get(call.ids[0] ?? '');
  return queue === undefined ? notFound('Queue') : then(queue, call);
};

function list({ tenant, query }: ApiCall) {
  return page(
    filtered(tenant.routing.queues.all(), query).map((queue) => toWire(tenant, queue)),
    query,
  );
}

function create({ tenant, body }: ApiCall) {
  const parsed = queueBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  if (tenant.routing.queues.all().some(({ name }) => name === parsed.data.name))
    return failure(409, 'general.conflict', `A queue named ${parsed.data.name} is already there`);
  const queue = tenant.routing.addQueue(parsed.data.name);
  applyTo(queue, parsed.data);
  return toWire(tenant, queue);
}

const change = inQueue((queue, { tenant, body }) => {
  const parsed = queueBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  applyTo(queue, parsed.data);
  return toWire(tenant, queue);
});

/** A queue with conversations is removed with `forceDelete` only: then they stay where they are, in no queue. */
const remove = inQueue((queue, { tenant, query }) => {
  if (query.get('forceDelete') !== 'true' && queue.waiting.size + queue.alerting.size + queue.interacting.size > 0)
    return failure(409, 'general.conflict', 'The queue has conversations');
  tenant.routing.queues.remove(queue);
  return new ApiAnswer(204, undefined);
});

const addCodes = inQueue((queue, { tenant, body }) => {
  const parsed = codesBody.safeParse(body);
  if (!parsed.success) return badRequest('The body has to be a list of 1 to 100 wrap-up codes');
  const unknown = parsed.data.find(({ id }) => !tenant.routing.wrapUpCodes.has(id));
  if (unknown !== undefined) return notFound(`Wrap-up code ${unknown.id}`);
  for (const { id } of parsed.data) queue.wrapUpCodes.add(id);
  return namedCodes(tenant, queue.wrapUpCodes);
});

const removeCode = inQueue((queue, { ids: [, id = ''] }) =>
  queue.wrapUpCodes.delete(id) ? new ApiAnswer(204, undefined) : notFound('Wrap-up code'),
);

const queues = '/api/v2/routing/queues';
export const queueRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: queues, query: [...PAGING, ...LIST_FILTERS], answer: list },
  { method: 'POST', path: queues, answer: create },
  { method: 'GET', path: `${queues}/{}`, answer: inQueue((queue, { tenant }) => toWire(tenant, queue)) },
  { method: 'PUT', path: `${queues}/{}`, answer: change },
  { method: 'DELETE', path: `${queues}/{}`, query: ['forceDelete'], answer: remove },
  {
    method: 'GET',
    path: `${queues}/{}/wrapupcodes`,
    query: [...PAGING, 'name'],
    answer: inQueue((queue, { tenant, query }) => page(filtered(namedCodes(tenant, queue.wrapUpCodes), query), query)),
  },
  { method: 'POST', path: `${queues}/{}/wrapupcodes`, answer: addCodes },
  { method: 'DELETE', path: `${queues}/{}/wrapupcodes/{}`, answer: removeCode },
];
