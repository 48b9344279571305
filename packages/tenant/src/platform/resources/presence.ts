import type { PresenceDefinition, SystemPresence } from '@headroom/genesys-wire/platform';
import * as z from 'zod';
import type { Tenant } from '../../org/tenant.ts';
import type { RoutedAgent } from '../../routing/agents.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody, notFound } from '../http/errors.ts';
import { PAGING, page } from '../http/page.ts';
import { inUser } from './users.ts';

/** Presence definitions, and the presence of users (docs/facts/genesys.md section 2.3). */

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

/** As the definitions themselves are read. A presence shows less of its definition. */
const labelled = ({ id, systemPresence }: PresenceDefinition) => ({
  ...{ id, systemPresence },
  languageLabels: { en_US: systemPresence },
});

/** The source of presences that users set in Genesys itself. */
const SOURCE = 'PURECLOUD';

/** How many users one bulk call may read or write. */
const MAX_IN_BULK = 50;

const presenceBody = z.object({ presenceDefinition: z.object({ id: z.string() }) });
const bulkBody = z
  .array(presenceBody.extend({ id: z.string() }))
  .min(1)
  .max(MAX_IN_BULK);

const ofAgent = ({ presence }: RoutedAgent) => ({
  source: SOURCE,
  presenceDefinition: definitions.find(({ systemPresence }) => systemPresence === presence),
});

/** The presence of one user; whose it is, path or topic says. */
export const presenceOf = (agent: RoutedAgent) => ({ ...ofAgent(agent), primary: true });

function put(tenant: Tenant, agent: RoutedAgent, { systemPresence }: PresenceDefinition) {
  tenant.record.add({ kind: 'presence', userId: agent.id, presence: systemPresence });
  agent.presence = systemPresence;
  agent.presences.add(systemPresence, tenant.clock.now());
  tenant.routing.setOnQueue(agent, systemPresence === 'OnQueue');
  tenant.channels.publish(`v2.users.${agent.id}.presence`, () => presenceOf(agent));
  tenant.publisher.activity(agent);
  return presenceOf(agent);
}

const definitionOf = (id: string) => definitions.find((definition) => definition.id === id);

const set = inUser((agent, { tenant, body }) => {
  const definition = definitionOf(presenceBody.safeParse(body).data?.presenceDefinition.id ?? '');
  return definition === undefined
    ? badRequest('presenceDefinition.id is not a presence definition')
    : put(tenant, agent, definition);
});

/** Sets all of them, or none where one is wrong. */
function setInBulk({ tenant, body }: ApiCall) {
  const parsed = bulkBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const writes: { agent: RoutedAgent; definition: PresenceDefinition }[] = [];
  for (const { id, presenceDefinition } of parsed.data) {
    const agent = tenant.routing.agents.get(id);
    const definition = definitionOf(presenceDefinition.id);
    if (agent === undefined) return notFound(`User ${id}`);
    if (definition === undefined) return badRequest('presenceDefinition.id is not a presence definition');
    writes.push({ agent, definition });
  }
  return writes.map(({ agent, definition }) => put(tenant, agent, definition));
}

function readInBulk({ tenant, query }: ApiCall): unknown[] | ApiAnswer {
  const ids = query.getAll('id').flatMap((list) => list.split(','));
  if (ids.length === 0 || ids.length > MAX_IN_BULK) return badRequest(`id has to name 1 to ${MAX_IN_BULK} users`);
  return ids.flatMap((id) => {
    const agent = tenant.routing.agents.get(id);
    return agent === undefined ? [] : [{ userId: agent.id, ...ofAgent(agent) }];
  });
}

/** Answers where the path names Genesys's own source, in any case (docs/facts/genesys.md section 2.3): the only one. */
function ofSource(position: number, answer: ApiRoute['answer']): ApiRoute['answer'] {
  return (call) =>
    call.ids[position]?.toUpperCase() === SOURCE ? answer(call) : notFound(`Presence source ${call.ids[position]}`);
}

function readDefinition({ ids: [id = ''] }: ApiCall) {
  const definition = definitionOf(id);
  return definition === undefined ? notFound('Presence definition') : labelled(definition);
}

export const presenceRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/api/v2/presence/definitions',
    query: ['deactivated=false'],
    answer: () => ({ entities: definitions.map(labelled), total: definitions.length }),
  },
  {
    method: 'GET',
    path: '/api/v2/presencedefinitions',
    query: [...PAGING, 'deleted=false'],
    answer: ({ query }) => page(definitions.map(labelled), query),
  },
  { method: 'GET', path: '/api/v2/presence/definitions/{}', answer: readDefinition },
  { method: 'GET', path: '/api/v2/presencedefinitions/{}', answer: readDefinition },
  { method: 'PUT', path: '/api/v2/users/presences/bulk', answer: setInBulk },
  { method: 'GET', path: '/api/v2/users/presences/{}/bulk', query: ['id'], answer: ofSource(0, readInBulk) },
  { method: 'GET', path: '/api/v2/users/{}/presences/{}', answer: ofSource(1, inUser(presenceOf)) },
  { method: 'PATCH', path: '/api/v2/users/{}/presences/{}', answer: ofSource(1, set) },
];
