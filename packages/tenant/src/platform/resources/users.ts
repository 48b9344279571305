import * as z from 'zod';
import { HOME_DIVISION } from '../../org/organization.ts';
import { type RoutedAgent, routingStatusOf } from '../../routing/agents.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, notFound } from '../http/errors.ts';

/** A user as calls show it, and routing status (docs/facts/genesys.md sections 2.3 and 4). */

const statusBody = z.object({
  status: z.enum(['OFF_QUEUE', 'IDLE', 'INTERACTING', 'NOT_RESPONDING', 'COMMUNICATING']),
});

export const toWire = ({ id, name, email, state, version, written }: RoutedAgent) => ({
  ...written,
  id,
  name,
  email,
  username: email,
  division: HOME_DIVISION,
  state,
  version,
});

/** Runs `then` with the user that the path names. */
export const inUser = (then: (agent: RoutedAgent, call: ApiCall) => unknown) => (call: ApiCall) => {
  const agent = call.tenant.routing.agents.get(call.ids[0] ?? '');
  return agent === undefined || agent.state === 'deleted' ? notFound('User') : then(agent, call);
};

const routingStatus = inUser((agent) => ({ userId: agent.id, status: routingStatusOf(agent) }));

const setRoutingStatus = inUser((agent, { tenant, body }) => {
  if (statusBody.safeParse(body).data?.status !== 'IDLE') return badRequest('status can only be set to IDLE');
  tenant.routing.setResponding(agent);
  return { userId: agent.id, status: routingStatusOf(agent) };
});

export const userRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v2/users/{}/routingstatus', answer: routingStatus },
  { method: 'PUT', path: '/api/v2/users/{}/routingstatus', answer: setRoutingStatus },
];
