import * as z from 'zod';
import type { Grant } from '../../authorization/roles.ts';
import { HOME_DIVISION } from '../../org/organization.ts';
import type { RoutedAgent } from '../../routing/agents.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody, notFound } from '../http/errors.ts';
import { inUser } from './users.ts';

/** Which roles a user has, and in which divisions (docs/facts/genesys.md section 13). */

const EVERY_DIVISION = '*';
const grantsBody = z.strictObject({
  grants: z.array(z.strictObject({ roleId: z.string(), divisionId: z.string() })).min(1),
});

const divisionOf = (id: string) =>
  id === EVERY_DIVISION ? { id, name: '', description: '' } : { ...HOME_DIVISION, description: '', homeDivision: true };

const toWire = (subjectId: string, { role, divisionId, madeAt }: Grant) => ({
  subjectId,
  division: divisionOf(divisionId),
  role: {
    id: role.id,
    name: role.name,
    policies: (role.permissionPolicies ?? []).map(({ actionSet: actions, domain, entityName }) => ({
      actions,
      domain,
      entityName,
    })),
    default: role.defaultRoleId !== undefined,
  },
  grantMadeAt: madeAt.toISOString(),
});

const read = inUser(
  (
    { id, name, version }: RoutedAgent,
    {
      tenant: {
        authorization: { roles },
      },
    },
  ) => ({
    id,
    name,
    grants: roles.grantsOf(id).map((grant) => toWire(id, grant)),
    version,
  }),
);

/** Grants all that the body names, or nothing where one of it is not there. */
const add = inUser(
  (
    { id },
    {
      tenant: {
        authorization: { roles },
        clock,
      },
      body,
      query,
    },
  ) => {
    if (query.get('subjectType') !== 'PC_USER')
      return badRequest('subjectType has to be PC_USER: there are only users');
    const parsed = grantsBody.safeParse(body);
    if (!parsed.success) return invalidBody(parsed.error);
    const grants: Grant[] = [];
    for (const { roleId, divisionId } of parsed.data.grants) {
      const role = roles.get(roleId);
      if (role === undefined) return notFound('Role');
      if (divisionId !== HOME_DIVISION.id && divisionId !== EVERY_DIVISION) return notFound('Division');
      grants.push({ role, divisionId, madeAt: new Date(clock.now()) });
    }
    for (const grant of grants) roles.grant(id, grant);
    return new ApiAnswer(204, undefined);
  },
);

const remove = inUser(
  (
    { id },
    {
      tenant: {
        authorization: { roles },
      },
      ids: [, divisionId = '', roleId = ''],
    }: ApiCall,
  ) => (roles.revoke(id, roleId, divisionId) ? new ApiAnswer(204, undefined) : notFound('Grant')),
);

const path = '/api/v2/authorization/subjects/{}';
export const roleGrantRoutes: readonly ApiRoute[] = [
  // No grant of the simulation is inherited, so that there are no duplicates to leave out.
  { method: 'GET', path, query: ['includeDuplicates'], answer: read },
  { method: 'POST', path: `${path}/bulkadd`, query: ['subjectType'], answer: add },
  { method: 'DELETE', path: `${path}/divisions/{}/roles/{}`, answer: remove },
];
