import * as z from 'zod';
import { queueId, wrapUpCodeId } from '../org.ts';
import { badRequest, type Call, notFound, page, type Route } from './http.ts';

/** The one queue, its members and codes, and how many conversations an agent may have. */

export const wrapUpCodes = ['Default', 'Resolved'].map((name, index) => ({ id: wrapUpCodeId(index + 1), name }));

const utilizationBody = z.object({
  utilization: z.object({ message: z.object({ maximumCapacity: z.int().min(0).max(25) }) }),
});

const queueOf = ({ tenant }: Call) => ({
  id: queueId(1),
  name: 'Messages',
  memberCount: tenant.profile.agents.count,
  mediaSettings: { message: { alertingTimeoutSeconds: tenant.profile.agents.alertingTimeoutMs / 1_000 } },
});

/** Runs `then` when the path names the queue. */
const inQueue = (then: (call: Call) => unknown) => (call: Call) =>
  call.ids[0] === queueId(1) ? then(call) : notFound('Queue');

function members({ tenant, query }: Call) {
  const users = [...tenant.routing.agents.all()].map(({ id }) => ({
    id,
    name: `Agent ${Number(id.slice(-12))}`,
    joined: true,
  }));
  return page(users, query);
}

const utilization = ({ tenant }: Call) => ({
  utilization: {
    message: { maximumCapacity: tenant.routing.agents.capacity, interruptableMediaTypes: [], includeNonAcd: false },
  },
});

function setUtilization(call: Call) {
  const parsed = utilizationBody.safeParse(call.body);
  if (!parsed.success) return badRequest('utilization.message.maximumCapacity has to be a whole number from 0 to 25');
  call.tenant.routing.setCapacity(parsed.data.utilization.message.maximumCapacity);
  return utilization(call);
}

const queues = '/api/v2/routing/queues';
export const queueRoutes: readonly Route[] = [
  { method: 'GET', path: queues, answer: (call) => page([queueOf(call)], call.query) },
  { method: 'GET', path: `${queues}/{}`, answer: inQueue(queueOf) },
  { method: 'GET', path: `${queues}/{}/members`, answer: inQueue(members) },
  { method: 'GET', path: `${queues}/{}/wrapupcodes`, answer: inQueue(({ query }) => page(wrapUpCodes, query)) },
  { method: 'GET', path: '/api/v2/routing/wrapupcodes', answer: ({ query }) => page(wrapUpCodes, query) },
  { method: 'GET', path: '/api/v2/routing/utilization', answer: utilization },
  { method: 'PUT', path: '/api/v2/routing/utilization', answer: setUtilization },
];
