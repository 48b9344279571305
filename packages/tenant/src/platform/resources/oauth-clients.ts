import * as z from 'zod';
import { GRANT_TYPES, type OAuthClient } from '../../authorization/oauth-clients.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { failure, invalidBody, notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';

/**
 * OAuth clients (docs/facts/genesys.md sections 2.1 and 13). A secret is shown when it is made, and not again: whether a
 * real org shows it later is not known.
 */

const clientBody = z
  .strictObject({
    name: z.string().min(1),
    description: z.string().optional(),
    authorizedGrantType: z.enum(GRANT_TYPES),
    accessTokenValiditySeconds: z.int().min(300).max(38_880_000).default(86_400),
    registeredRedirectUri: z.array(z.string()).optional(),
    scope: z.array(z.string()).optional(),
    roleDivisions: z.array(z.strictObject({ roleId: z.string(), divisionId: z.string() })).optional(),
    state: z.enum(['active', 'inactive']).default('active'),
  })
  .refine(({ authorizedGrantType, scope }) => authorizedGrantType === 'CLIENT-CREDENTIALS' || scope?.length, {
    path: ['scope'],
    message: 'is required of a client that does not use CLIENT-CREDENTIALS',
  })
  .refine(
    ({ authorizedGrantType, roleDivisions }) => authorizedGrantType !== 'CLIENT-CREDENTIALS' || roleDivisions?.length,
    { path: ['roleDivisions'], message: 'is required of a client that uses CLIENT-CREDENTIALS' },
  );

const withSecret = (client: OAuthClient) => ({ ...client, selfUri: `${path}/${client.id}` });
function toWire(client: OAuthClient) {
  const { secret: _, ...shown } = withSecret(client);
  return shown;
}

/** Runs `then` with the client that the path names. */
const inClient = (then: (client: OAuthClient, call: ApiCall) => unknown) => (call: ApiCall) => {
  const client = call.tenant.authorization.oauthClients.get(call.ids[0] ?? '');
  return client === undefined ? notFound('OAuth client') : then(client, call);
};

function create({
  tenant: {
    authorization: { oauthClients },
  },
  body,
}: ApiCall) {
  const parsed = clientBody.safeParse(body);
  return parsed.success ? withSecret(oauthClients.make(parsed.data)) : invalidBody(parsed.error);
}

const change = inClient(
  (
    client,
    {
      tenant: {
        authorization: { oauthClients },
      },
      body,
    },
  ) => {
    const parsed = clientBody.safeParse(body);
    return parsed.success ? toWire(oauthClients.change(client, parsed.data)) : invalidBody(parsed.error);
  },
);

/** Only an inactive client can be deleted, as Terraform's provider takes for granted. */
const remove = inClient(
  (
    { id, state },
    {
      tenant: {
        authorization: { oauthClients },
      },
    },
  ) => {
    if (state === 'active') return failure(409, 'conflict', 'An active client cannot be deleted');
    oauthClients.remove(id);
    return new ApiAnswer(204, undefined);
  },
);

const path = '/api/v2/oauth/clients';
export const oauthClientRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path,

    answer: ({ tenant, query }) => page(tenant.authorization.oauthClients.all().map(toWire), query),
  },
  { method: 'POST', path, answer: create },
  { method: 'GET', path: `${path}/{}`, answer: inClient(toWire) },
  { method: 'PUT', path: `${path}/{}`, answer: change },
  { method: 'DELETE', path: `${path}/{}`, answer: remove },
  {
    method: 'POST',
    path: `${path}/{}/secret`,

    answer: inClient((client, { tenant }) => withSecret(tenant.authorization.oauthClients.renewSecret(client))),
  },
];
