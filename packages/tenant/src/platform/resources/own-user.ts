import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { notFound, userContextRequired } from '../http/errors.ts';
import { expandsOf, withExpands } from './user-expands.ts';

/** The caller's own user (docs/facts/genesys.md section 2.3). */
function me({ tenant, caller, query }: ApiCall) {
  if (caller.kind !== 'user') return userContextRequired();
  const expands = expandsOf(query.getAll('expand'));
  if (expands instanceof ApiAnswer) return expands;
  const agent = tenant.routing.agents.get(caller.userId);
  return agent === undefined ? notFound('User') : withExpands(agent, expands);
}

export const ownUserRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v2/users/me', query: ['expand'], answer: me },
];
