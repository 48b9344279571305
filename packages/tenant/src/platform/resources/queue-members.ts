import * as z from 'zod';
import { type RoutedAgent, routingStatusOf } from '../../routing/agents.ts';
import type { Queue } from '../../routing/queues.ts';
import { ApiAnswer, type ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody, notFound } from '../http/errors.ts';
import { PAGING, page, pageWithNext } from '../http/page.ts';
import { filtered, havingTruth } from '../query/list-filters.ts';
import { inQueue } from './queues.ts';
import { inUser } from './users.ts';

/** The members of a queue, and whether each is joined (docs/facts/genesys.md section 4). */

const membersBody = z
  .array(z.object({ id: z.string() }))
  .min(1)
  .max(100);
const joinsBody = z
  .array(z.object({ id: z.string(), joined: z.boolean() }))
  .min(1)
  .max(100);
const memberBody = z.object({ joined: z.boolean(), ringNumber: z.int().min(1).max(6) }).partial();
const memberBy = z.enum(['user', 'group']);

const toWire = (queue: Queue, agent: RoutedAgent) => ({
  id: agent.id,
  name: agent.name,
  user: { id: agent.id, name: agent.name, version: 1 },
  ringNumber: queue.ringNumbers.get(agent) ?? 1,
  joined: queue.members.get(agent) === true,
  routingStatus: { userId: agent.id, status: routingStatusOf(agent) },
});

/** With `memberBy=group` nobody: the simulation has no groups, and every member is one by itself. */
const list = inQueue((queue, { query }) => {
  const by = memberBy.safeParse(query.get('memberBy') || 'user');
  if (!by.success) return badRequest(`memberBy has to be one of ${memberBy.options.join(', ')}`);
  const all = by.data === 'user' ? [...queue.members] : [];
  const members = havingTruth(all, query.get('joined'), ([, isJoined]) => isJoined);
  const path = `/api/v2/routing/queues/${queue.id}/members`;
  return pageWithNext(
    members.map(([agent]) => toWire(queue, agent)),
    query,
    path,
  );
});

/** Adds members, or with `delete=true` takes them out. */
const add = inQueue((queue, { tenant, query, body }) => {
  const parsed = membersBody.safeParse(body);
  if (!parsed.success) return badRequest('The body has to be a list of 1 to 100 members');
  const agents = parsed.data.map(({ id }) => tenant.routing.agents.get(id));
  const joined = query.get('delete') === 'true' ? undefined : true;
  for (const agent of agents) if (agent === undefined) return notFound('User');
  for (const agent of agents) if (agent !== undefined) tenant.routing.setMember(queue, agent, joined);
  return new ApiAnswer(204, undefined);
});

const join = inQueue((queue, { tenant, body }) => {
  const parsed = joinsBody.safeParse(body);
  if (!parsed.success) return badRequest('The body has to be a list of 1 to 100 members with joined');
  for (const { id, joined } of parsed.data) {
    const agent = memberOf(queue, tenant.routing.agents.get(id));
    if (agent === undefined) return notFound('Member');
    tenant.routing.setMember(queue, agent, joined);
  }
  return { entities: parsed.data };
});

/** Joins a member or not, and sets its ring number. */
const change = inQueue((queue, { tenant, ids: [, id = ''], body }) => {
  const agent = memberOf(queue, tenant.routing.agents.get(id));
  if (agent === undefined) return notFound('Member');
  const parsed = memberBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { joined, ringNumber } = parsed.data;
  if (joined !== undefined) tenant.routing.setMember(queue, agent, joined);
  if (ringNumber !== undefined) queue.ringNumbers.set(agent, ringNumber);
  return new ApiAnswer(204, undefined);
});

const removeOne = inQueue((queue, { tenant, ids: [, id = ''] }) => {
  const agent = memberOf(queue, tenant.routing.agents.get(id));
  if (agent === undefined) return notFound('Member');
  tenant.routing.setMember(queue, agent, undefined);
  return new ApiAnswer(204, undefined);
});

function memberOf(queue: Queue, agent: RoutedAgent | undefined): RoutedAgent | undefined {
  return agent !== undefined && queue.members.has(agent) ? agent : undefined;
}

/** The queues a user is a member of; with `joined` those that it is joined to, or is not. */
const queuesOf = inUser((agent, { tenant, query }) => {
  const own = tenant.routing.queues.all().filter(({ members }) => members.has(agent));
  const queues = own.map(({ id, name, members }) => ({ id, name, joined: members.get(agent) === true }));
  return page(
    filtered(
      havingTruth(queues, query.get('joined'), ({ joined }) => joined),
      query,
    ),
    query,
  );
});

const members = '/api/v2/routing/queues/{}/members';
export const memberRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: members, query: [...PAGING, 'joined', 'memberBy'], answer: list },
  { method: 'POST', path: members, query: ['delete'], answer: add },
  { method: 'PATCH', path: members, answer: join },
  { method: 'PATCH', path: `${members}/{}`, answer: change },
  { method: 'DELETE', path: `${members}/{}`, answer: removeOne },
  { method: 'GET', path: '/api/v2/users/{}/queues', query: [...PAGING, 'joined', 'divisionId'], answer: queuesOf },
];
