import { ORGANIZATION } from '../../org/organization.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';

/** The token of the call itself: what it is for, whether it lasts, and its end (docs/facts/genesys.md section 2.1). */

const organization = { id: ORGANIZATION.id, name: ORGANIZATION.name };

const read = ({ caller }: ApiCall) => ({
  organization,
  homeOrganization: organization,
  authorizedScope: [],
  OAuthClient: {
    id: 'simulated',
    name: 'simulated',
    authorizedGrantType: caller.kind === 'client' ? 'CLIENT-CREDENTIALS' : 'CODE',
    scope: [],
    roleDivisions: [],
    state: 'active',
    organization,
  },
});

function end({ revoke }: ApiCall) {
  revoke();
  return new ApiAnswer(200, undefined);
}

const path = '/api/v2/tokens/me';
export const ownTokenRoutes: readonly ApiRoute[] = [
  // No token of the simulation idles, so that reading one keeps none alive.
  { method: 'GET', path, query: ['preserveIdleTTL'], answer: read },
  { method: 'HEAD', path, answer: () => new ApiAnswer(200, undefined) },
  { method: 'DELETE', path, answer: end },
];
