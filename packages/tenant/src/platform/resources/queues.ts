import * as z from 'zod';
import type { Tenant } from '../../org/tenant.ts';
import { ACW_MODES } from '../../profile/acw-modes.ts';
import { acwSettingsOf, alertingTimeoutMsOf } from '../../routing/queue-settings.ts';
import type { Queue } from '../../routing/queues.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, failure, invalidBody, notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';
import { namedCodes } from './wrap-up-codes.ts';

/** Queues and their wrap-up codes (docs/facts/genesys.md section 4). */

const queueBody = z.object({
  name: z.string().min(1),
  acwSettings: z
    .object({ wrapupPrompt: z.enum(ACW_MODES), timeoutMs: z.int().min(0).max(900_000).default(300_000) })
    .optional(),
  mediaSettings: z
    .object({
      message: z
        .object({
          alertingTimeoutSeconds: z.number().min(7).max(900),
          enableAutoAnswer: z.boolean(),
          subTypeSettings: z.object({ webmessaging: z.object({ enableAutoAnswer: z.boolean() }) }).partial(),
          enableInactivityTimeout: z.boolean(),
          inactivityTimeoutSettings: z.object({
            timeoutSeconds: z.number().positive(),
            actionType: z.literal('DISCONNECT'),
          }),
        })
        .partial(),
    })
    .partial()
    .optional(),
});
const codesBody = z
  .array(z.object({ id: z.string() }))
  .min(1)
  .max(100);

export const toWire = ({ profile }: Tenant, queue: Queue) => ({
  id: queue.id,
  name: queue.name,
  memberCount: queue.members.size,
  joinedMemberCount: [...queue.members.values()].filter(Boolean).length,
  acwSettings: acwSettingsOf(queue, profile),
  mediaSettings: {
    message: {
      alertingTimeoutSeconds: alertingTimeoutMsOf(queue, profile) / 1_000,
      enableAutoAnswer: queue.autoAnswer,
      enableInactivityTimeout: queue.inactivityTimeoutMs !== undefined,
      ...(queue.inactivityTimeoutMs === undefined ? {} : inactivity(queue.inactivityTimeoutMs)),
    },
  },
  skillEvaluationMethod: 'ALL',
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
  const wanted = query.get('name');
  const queues = tenant.routing.queues.all().filter(({ name }) => wanted === null || name === wanted);
  return page(
    queues.map((queue) => toWire(tenant, queue)),
    query,
  );
}

function create({ tenant, body }: ApiCall) {
  const parsed = queueBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  if (tenant.routing.queues.all().some(({ name }) => name === parsed.data.name))
    return failure(409, 'general.conflict', `A queue named ${parsed.data.name} is already there`);
  const queue = tenant.routing.queues.add(parsed.data.name);
  apply(queue, parsed.data);
  return toWire(tenant, queue);
}

const change = inQueue((queue, { tenant, body }) => {
  const parsed = queueBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  apply(queue, parsed.data);
  return toWire(tenant, queue);
});

function apply(queue: Queue, { name, acwSettings, mediaSettings }: z.output<typeof queueBody>): void {
  queue.name = name;
  if (acwSettings !== undefined) queue.acwSettings = acwSettings;
  const { message = {} } = mediaSettings ?? {};
  const { alertingTimeoutSeconds, enableInactivityTimeout, inactivityTimeoutSettings } = message;
  // A setting of the subtype overrides that of the medium.
  queue.autoAnswer =
    message.subTypeSettings?.webmessaging?.enableAutoAnswer ?? message.enableAutoAnswer ?? queue.autoAnswer;
  if (alertingTimeoutSeconds !== undefined) queue.alertingTimeoutMs = alertingTimeoutSeconds * 1_000;
  if (enableInactivityTimeout !== undefined)
    queue.inactivityTimeoutMs = enableInactivityTimeout ? inMs(inactivityTimeoutSettings?.timeoutSeconds) : undefined;
}

const inMs = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1_000);

const remove = inQueue((queue, { tenant }) => {
  if (queue.waiting.size + queue.alerting.size + queue.interacting.size > 0)
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
  { method: 'GET', path: queues, answer: list },
  { method: 'POST', path: queues, answer: create },
  { method: 'GET', path: `${queues}/{}`, answer: inQueue((queue, { tenant }) => toWire(tenant, queue)) },
  { method: 'PUT', path: `${queues}/{}`, answer: change },
  { method: 'DELETE', path: `${queues}/{}`, answer: remove },
  {
    method: 'GET',
    path: `${queues}/{}/wrapupcodes`,
    answer: inQueue((queue, { tenant, query }) => page(namedCodes(tenant, queue.wrapUpCodes), query)),
  },
  { method: 'POST', path: `${queues}/{}/wrapupcodes`, answer: addCodes },
  { method: 'DELETE', path: `${queues}/{}/wrapupcodes/{}`, answer: removeCode },
];
