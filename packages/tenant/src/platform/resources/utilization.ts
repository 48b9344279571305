import * as z from 'zod';
import type { RoutedAgent } from '../../routing/agents.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest } from '../http/errors.ts';
import { inUser } from './users.ts';

/**
 * How many conversations an agent may have at once: the org's figure, and a user's own (docs/facts/genesys.md section
 * 2.7).
 */

const utilizationBody = z.object({
  utilization: z.object({ message: z.object({ maximumCapacity: z.int().min(0).max(25) }) }),
});

const toWire = (maximumCapacity: number) => ({
  utilization: { message: { maximumCapacity, interruptableMediaTypes: [], includeNonAcd: false } },
});

const read = ({ tenant: { routing } }: ApiCall) => toWire(routing.agents.capacity);

/** Sets the org's utilization, or an agent's own. */
const set = (call: ApiCall, agent?: RoutedAgent) => {
  const parsed = utilizationBody.safeParse(call.body);
  if (!parsed.success) return badRequest('utilization.message.maximumCapacity has to be a whole number from 0 to 25');
  const { maximumCapacity } = parsed.data.utilization.message;
  call.tenant.routing.setCapacity(maximumCapacity, agent);
  return toWire(maximumCapacity);
};

/** Puts the org back to Genesys's default of one message. */
function reset({ tenant: { routing } }: ApiCall) {
  routing.setCapacity(1);
  return new ApiAnswer(204, undefined);
}

const readOwn = inUser((agent, { tenant: { routing } }) => ({
  ...toWire(routing.agents.capacityOf(agent)),
  level: agent.capacity === undefined ? 'Organization' : 'Agent',
}));

const resetOwn = inUser((agent, { tenant: { routing } }) => {
  routing.setCapacity(undefined, agent);
  return new ApiAnswer(204, undefined);
});

const org = '/api/v2/routing/utilization';
const user = '/api/v2/routing/users/{}/utilization';
export const utilizationRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: org, answer: read },
  { method: 'PUT', path: org, answer: (call) => set(call) },
  { method: 'DELETE', path: org, answer: reset },
  { method: 'GET', path: user, answer: readOwn },
  { method: 'PUT', path: user, answer: inUser((agent, call) => set(call, agent)) },
  { method: 'DELETE', path: user, answer: resetOwn },
];
