import { HOME_DIVISION, ORGANIZATION } from '../../org/organization.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, notFound } from '../http/errors.ts';
import { PAGING, page } from '../http/page.ts';

/**
 * The org and its home division, which clients read first (docs/facts/genesys.md sections 2.2 and 13). Terraform's
 * provider needs `defaultCountryCode`, and `total` of the products.
 */

const me = () => ({
  id: ORGANIZATION.id,
  name: ORGANIZATION.name,
  defaultLanguage: 'en-us',
  defaultCountryCode: 'US',
  thirdPartyOrgName: ORGANIZATION.shortName,
  domain: ORGANIZATION.shortName,
  features: {},
  version: 1,
  state: 'active',
  productPlatform: 'GenesysCloud',
  selfUri: '/api/v2/organizations/me',
});

const divisions = '/api/v2/authorization/divisions';
const home = {
  ...HOME_DIVISION,
  description: 'Home Division',
  homeDivision: true,
  selfUri: `${divisions}/${HOME_DIVISION.id}`,
};

function list({ query }: ApiCall) {
  const ids = query.getAll('id').flatMap((some) => some.split(','));
  const name = query.get('name')?.toLowerCase();
  const fits = (ids.length === 0 || ids.includes(home.id)) && (name === undefined || name === home.name.toLowerCase());
  return page(fits ? [home] : [], query);
}

/** Assigns users to the division, where every one of them is anyway. */
function assign({ tenant, ids: [id], body }: ApiCall) {
  if (id !== home.id) return notFound('Division');
  if (!Array.isArray(body) || body.length === 0) return badRequest('The body has to be a list of ids');
  return body.every((user) => tenant.routing.agents.get(String(user)) !== undefined)
    ? new ApiAnswer(204, undefined)
    : notFound('User');
}

/** Names of products are Genesys's own affair: this one says that the org is none of Genesys's. */
const products = ({ query }: ApiCall) => page([{ id: 'simulation' }], query);

export const organizationRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v2/organizations/me', answer: me },
  { method: 'GET', path: divisions, query: [...PAGING, 'id', 'name'], answer: list },
  { method: 'GET', path: `${divisions}/home`, answer: () => home },
  {
    method: 'GET',
    path: `${divisions}/{}`,
    answer: ({ ids: [id] }) => (id === home.id ? home : notFound('Division')),
  },
  { method: 'POST', path: `${divisions}/{}/objects/USER`, answer: assign },
  { method: 'GET', path: '/api/v2/authorization/products', answer: products },
];
