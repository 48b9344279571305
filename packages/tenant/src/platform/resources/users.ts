import * as z from 'zod';
import { type RoutedAgent, routingStatusOf } from '../../routing/agents.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, failure, invalidBody, notFound, userContextRequired } from '../http/errors.ts';
import { page } from '../http/page.ts';

/** Users and their routing status (docs/facts/genesys.md sections 2.3 and 4). */

const userBody = z.object({ name: z.string().min(1), email: z.email(), divisionId: z.string().min(1) });
const statusBody = z.object({
  status: z.enum(['OFF_QUEUE', 'IDLE', 'INTERACTING', 'NOT_RESPONDING', 'COMMUNICATING']),
});

const toWire = ({ id, name, email }: RoutedAgent) => ({
  id,
  name,
  email,
  username: email,
  state: 'active',
  version: 1,
});

/** Runs `then` with the user that the path names. */
export const inUser = (then: (agent: RoutedAgent, call: ApiCall) => unknown) => (call: ApiCall) => {
  const agent = call.tenant.routing.agents.get(call.ids[0] ?? '');
  return agent === undefined ? notFound('User') : then(agent, call);
};

function me({ tenant, caller }: ApiCall) {
  if (caller.kind !== 'user') return userContextRequired();
  const agent = tenant.routing.agents.get(caller.userId);
  return agent === undefined ? notFound('User') : toWire(agent);
}

/** Creates a user. Its ready-made token is `simulated-agent-<n>`, by the number in its id. */
function create({ tenant, body }: ApiCall) {
  const parsed = userBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { name, email } = parsed.data;
  const { agents } = tenant.routing;
  if (agents.withEmail(email) !== undefined)
    return failure(409, 'general.conflict', `A user with the address ${email} is already there`);
  return toWire(agents.add(name, email));
}

const routingStatus = inUser((agent) => ({ userId: agent.id, status: routingStatusOf(agent) }));

const setRoutingStatus = inUser((agent, { tenant, body }) => {
  if (statusBody.safeParse(body).data?.status !== 'IDLE') return badRequest('status can only be set to IDLE');
  tenant.routing.setResponding(agent);
  return { userId: agent.id, status: routingStatusOf(agent) };
});

export const userRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v2/users/me', answer: me },
  {
    method: 'GET',
    path: '/api/v2/users',
    answer: ({ tenant, query }) => page([...tenant.routing.agents.all()].map(toWire), query),
  },
  { method: 'POST', path: '/api/v2/users', answer: create },
  { method: 'GET', path: '/api/v2/users/{}', answer: inUser(toWire) },
  { method: 'GET', path: '/api/v2/users/{}/routingstatus', answer: routingStatus },
  { method: 'PUT', path: '/api/v2/users/{}/routingstatus', answer: setRoutingStatus },
];
