import * as z from 'zod';
import type { PresenceDefinition, SystemPresence } from '../../lib/platform/wire.ts';
import { routingStatusOf } from '../routing/agents.ts';
import { badRequest, type Call, notFound, type Route, userContextRequired } from './http.ts';

const PRESENCES: readonly SystemPresence[] = [
  'Available',
  'Away',
  'Busy',
  'Offline',
  'Idle',
  'OnQueue',
  'Meal',
  'Training',
  'Meeting',
  'Break',
];
const definitions: PresenceDefinition[] = PRESENCES.map((systemPresence, index) => ({
  id: `b0000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
  systemPresence,
}));

const presenceBody = z.object({ presenceDefinition: z.object({ id: z.string() }) });
const statusBody = z.object({
  status: z.enum(['OFF_QUEUE', 'IDLE', 'INTERACTING', 'NOT_RESPONDING', 'COMMUNICATING']),
});

function me({ caller }: Call) {
  if (caller.kind !== 'user') return userContextRequired();
  return { id: caller.userId, name: `Agent ${Number(caller.userId.slice(-12))}` };
}

function setPresence({ tenant, ids: [userId = ''], body }: Call) {
  const parsed = presenceBody.safeParse(body);
  const presence = definitions.find(({ id }) => id === parsed.data?.presenceDefinition.id);
  if (presence === undefined) return badRequest('presenceDefinition.id is not a presence definition');
  const agent = tenant.routing.agents.get(userId);
  if (agent === undefined) return notFound('User');
  tenant.record.add({ kind: 'presence', userId, presence: presence.systemPresence });
  agent.presence = presence.systemPresence;
  tenant.routing.setOnQueue(agent, presence.systemPresence === 'OnQueue');
  const answer = { userId, source: 'PURECLOUD', presenceDefinition: presence };
  tenant.channels.publish(`v2.users.${userId}.presence`, () => answer);
  tenant.publisher.activity(agent);
  return answer;
}

function routingStatus({ tenant, ids: [userId = ''] }: Call) {
  const agent = tenant.routing.agents.get(userId);
  return agent === undefined ? notFound('User') : { userId, status: routingStatusOf(agent) };
}

function setRoutingStatus({ tenant, ids: [userId = ''], body }: Call) {
  const agent = tenant.routing.agents.get(userId);
  if (agent === undefined) return notFound('User');
  if (statusBody.safeParse(body).data?.status !== 'IDLE') return badRequest('status can only be set to IDLE');
  tenant.routing.setResponding(agent);
  return { userId, status: routingStatusOf(agent) };
}

export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v2/users/me', answer: me },
  { method: 'GET', path: '/api/v2/presence/definitions', answer: () => ({ entities: definitions }) },
  { method: 'GET', path: '/api/v2/presencedefinitions', answer: () => ({ entities: definitions }) },
  { method: 'PATCH', path: '/api/v2/users/{}/presences/purecloud', answer: setPresence },
  { method: 'GET', path: '/api/v2/users/{}/routingstatus', answer: routingStatus },
  { method: 'PUT', path: '/api/v2/users/{}/routingstatus', answer: setRoutingStatus },
];
