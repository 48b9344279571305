import * as z from 'zod';
import type { Role, Roles } from '../../authorization/roles.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { failure, invalidBody, notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';
import { PERMISSIONS } from './permissions.ts';

/** Roles, and the permissions that there are (docs/facts/genesys.md section 13). */

const policy = z.strictObject({
  domain: z.string().min(1),
  entityName: z.string().min(1),
  actionSet: z.array(z.string().min(1)).min(1),
});
/** A role with conditions is refused: the simulation would not keep them. */
const roleBody = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  permissions: z.array(z.string()).optional(),
  permissionPolicies: z.array(policy).optional(),
});

const toWire = (roles: Roles, role: Role, counts = true) => ({
  ...role,
  default: role.defaultRoleId !== undefined,
  ...(counts ? { userCount: roles.usersWith(role.id) } : {}),
  selfUri: `${path}/${role.id}`,
});

/** Runs `then` with the role that the path names. */
const inRole = (then: (role: Role, call: ApiCall) => unknown) => (call: ApiCall) => {
  const role = call.tenant.authorization.roles.get(call.ids[0] ?? '');
  return role === undefined ? notFound('Role') : then(role, call);
};

/** A name is looked for without regard to case (inference: docs/tenant-platform.md). */
function list({
  tenant: {
    authorization: { roles },
  },
  query,
}: ApiCall) {
  const ids = query.getAll('id').flatMap((some) => (some === '' ? [] : some.split(',')));
  const defaults = query.getAll('defaultRoleId').filter((one) => one !== '');
  const name = query.get('name')?.toLowerCase() || undefined;
  const found = roles
    .all()
    .filter((role) => ids.length === 0 || ids.includes(role.id))
    .filter((role) => defaults.length === 0 || defaults.includes(role.defaultRoleId ?? ''))
    .filter((role) => name === undefined || role.name.toLowerCase() === name);
  return page(
    found.map((role) => toWire(roles, role, query.get('userCount') !== 'false')),
    query,
  );
}

const taken = (name: string) => failure(409, 'general.conflict', `A role with the name ${name} is already there`);

function create({
  tenant: {
    authorization: { roles },
  },
  body,
}: ApiCall) {
  const parsed = roleBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  if (roles.withName(parsed.data.name) !== undefined) return taken(parsed.data.name);
  return toWire(roles, roles.make(parsed.data));
}

const change = inRole(
  (
    role,
    {
      tenant: {
        authorization: { roles },
      },
      body,
    },
  ) => {
    const parsed = roleBody.safeParse(body);
    if (!parsed.success) return invalidBody(parsed.error);
    if ((roles.withName(parsed.data.name) ?? role).id !== role.id) return taken(parsed.data.name);
    return toWire(roles, roles.change(role, parsed.data));
  },
);

const remove = inRole(
  (
    { id, defaultRoleId },
    {
      tenant: {
        authorization: { roles },
      },
    },
  ) => {
    if (defaultRoleId !== undefined) return failure(409, 'conflict', 'A default role cannot be deleted');
    roles.remove(id);
    return new ApiAnswer(204, undefined);
  },
);

/** The permissions of every domain, or of the one that the query asks for. */
function permissions({ query }: ApiCall) {
  const domain = query.get('queryType') === 'domain' ? query.get('query') || undefined : undefined;
  return page(
    PERMISSIONS.filter((one) => domain === undefined || one.domain === domain),
    query,
  );
}

const path = '/api/v2/authorization/roles';
const paging = ['pageSize', 'pageNumber'];
export const roleRoutes: readonly ApiRoute[] = [
  { method: 'GET', path, query: [...paging, 'id', 'name', 'defaultRoleId', 'userCount'], answer: list },
  { method: 'POST', path, answer: create },
  {
    method: 'GET',
    path: `${path}/{}`,
    query: ['userCount'],
    answer: inRole(
      (
        role,
        {
          tenant: {
            authorization: { roles },
          },
          query,
        },
      ) => toWire(roles, role, query.get('userCount') !== 'false'),
    ),
  },
  { method: 'PUT', path: `${path}/{}`, answer: change },
  { method: 'DELETE', path: `${path}/{}`, answer: remove },
  {
    method: 'GET',
    path: '/api/v2/authorization/permissions',
    query: [...paging, 'queryType', 'query'],
    answer: permissions,
  },
];
