import * as z from 'zod';
import type { Tenant } from '../../org/tenant.ts';
import type { RoutedAgent } from '../../routing/agents.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, failure, invalidBody, notFound } from '../http/errors.ts';
import { PAGING, page } from '../http/page.ts';
import { expandsOf, withExpands } from './user-expands.ts';
import { inUser, toWire } from './users.ts';

/**
 * Users as an administrator or Terraform's provider reads, makes, changes and deletes them (docs/facts/genesys.md
 * sections 4 and 13). A deleted user stays known, and comes back with `state: active`.
 */

const states = z.enum(['active', 'inactive', 'deleted']);
/** What the simulation keeps of a user, and shows as it came. */
const keptFields = {
  title: z.string(),
  department: z.string(),
  preferredName: z.string(),
  addresses: z.array(z.looseObject({})),
  primaryContactInfo: z.array(z.looseObject({})),
  certifications: z.array(z.string()),
  profileSkills: z.array(z.string()),
  locations: z.array(z.looseObject({})),
  employerInfo: z.looseObject({}),
  acdAutoAnswer: z.boolean(),
};
const createBody = z.strictObject({
  name: z.string().min(1),
  email: z.email(),
  divisionId: z.string().min(1),
  state: z.enum(['active', 'inactive']).default('active'),
  password: z.string().optional(),
  title: keptFields.title.optional(),
  department: keptFields.department.optional(),
  addresses: keptFields.addresses.optional(),
});
const changeBody = z.strictObject({
  version: z.int(),
  name: z.string().min(1).optional(),
  email: z.email().optional(),
  state: states.optional(),
  /** Nobody has a manager: the provider sends an empty id. */
  manager: z.literal('').optional(),
  ...z.object(keptFields).partial().shape,
});

const taken = (email: string) => failure(409, 'general.conflict', `A user with the address ${email} is already there`);

/** Creates a user. Its ready-made token is `simulated-agent-<n>`, by the number in its id. */
function create({ tenant, body }: ApiCall) {
  const parsed = createBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { name, email, state, divisionId: _, password: __, ...written } = parsed.data;
  const { agents } = tenant.routing;
  if (agents.withEmail(email) !== undefined) return taken(email);
  const agent = agents.add(name, email);
  Object.assign(agent, { state, written });
  return toWire(agent);
}

/** Changes what the body names. `version` has to be the user's: who changes an older one has not seen the newest. */
function change({ tenant, ids: [id = ''], body }: ApiCall) {
  const agent = tenant.routing.agents.get(id);
  if (agent === undefined) return notFound('User');
  const parsed = changeBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { version, name, email, state, manager: _, ...written } = parsed.data;
  if (agent.state === 'deleted' && state === undefined) return notFound('User');
  if (version !== agent.version)
    return failure(409, 'general.conflict', `version: ${agent.version} is the newest of this user`);
  const { agents } = tenant.routing;
  if (email !== undefined && (agents.withEmail(email) ?? agent) !== agent) return taken(email);
  if (email !== undefined) agents.move(agent, email);
  agent.name = name ?? agent.name;
  agent.written = { ...agent.written, ...written };
  putState(tenant, agent, state ?? agent.state);
  agent.version++;
  return toWire(agent);
}

const remove = inUser((agent, { tenant }) => {
  putState(tenant, agent, 'deleted');
  agent.version++;
  return {};
});

/** A user that is not active is off queue, and a deleted one is in no queue. */
function putState({ routing }: Tenant, agent: RoutedAgent, state: RoutedAgent['state']): void {
  agent.state = state;
  if (state !== 'active') routing.setOnQueue(agent, false);
  if (state !== 'deleted') return;
  for (const queue of routing.queues.all()) if (queue.members.has(agent)) routing.setMember(queue, agent, undefined);
}

const stateQuery = z.enum(['active', 'inactive', 'deleted', 'any']);

function list({ tenant, query }: ApiCall) {
  const state = stateQuery.safeParse(query.get('state') || 'active');
  if (!state.success) return badRequest(`state has to be one of ${stateQuery.options.join(', ')}`);
  const expands = expandsOf(query.getAll('expand'));
  if (expands instanceof ApiAnswer) return expands;
  const ids = query.getAll('id').flatMap((some) => (some === '' ? [] : some.split(',')));
  const found = [...tenant.routing.agents.all()].filter(
    (agent) => (state.data === 'any' || agent.state === state.data) && (ids.length === 0 || ids.includes(agent.id)),
  );
  const order = query.get('sortOrder')?.toUpperCase();
  if (order) found.sort((a, b) => a.name.localeCompare(b.name));
  if (order === 'DESC') found.reverse();
  return page(
    found.map((agent) => withExpands(agent, expands)),
    query,
  );
}

/** A user that is deleted is there for who asks for the state `deleted` or `any` (inference: docs/tenant-platform.md). */
function one({ tenant, ids: [id = ''], query }: ApiCall) {
  const expands = expandsOf(query.getAll('expand'));
  if (expands instanceof ApiAnswer) return expands;
  const agent = tenant.routing.agents.get(id);
  const state = query.get('state') || undefined;
  if (agent === undefined) return notFound('User');
  const isThere = state === undefined ? agent.state !== 'deleted' : state === 'any' || state === agent.state;
  return isThere ? withExpands(agent, expands) : notFound('User');
}

const path = '/api/v2/users';
export const userAdministrationRoutes: readonly ApiRoute[] = [
  { method: 'GET', path, query: [...PAGING, 'id', 'state', 'sortOrder', 'expand'], answer: list },
  { method: 'POST', path, answer: create },
  { method: 'GET', path: `${path}/{}`, query: ['state', 'expand'], answer: one },
  { method: 'PATCH', path: `${path}/{}`, answer: change },
  { method: 'DELETE', path: `${path}/{}`, answer: remove },
];
