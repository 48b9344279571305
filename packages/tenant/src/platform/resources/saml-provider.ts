import * as z from 'zod';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { invalidBody, notFound } from '../http/errors.ts';

/** The generic provider of the org's single sign-on, of which there is one at most (docs/facts/genesys.md section 13). */

const text = z.string().optional();
const providerBody = z.strictObject({
  name: z.string().min(1),
  disabled: z.boolean().optional(),
  issuerURI: z.string().min(1),
  ssoTargetURI: text,
  sloURI: text,
  sloBinding: text,
  relyingPartyIdentifier: text,
  certificate: text,
  certificates: z.array(z.string().min(1)).min(1),
  logoImageData: text,
  nameIdentifierFormat: text,
  endpointCompression: z.boolean().optional(),
  signAuthnRequests: z.boolean().optional(),
});

const path = '/api/v2/identityproviders/generic';
const made = { id: 'generic', selfUri: path };

const read = ({
  tenant: {
    authorization: { samlProvider },
  },
}: ApiCall) => (samlProvider === undefined ? notFound('Identity provider') : { ...samlProvider, ...made });

function write({ tenant, body }: ApiCall) {
  const parsed = providerBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  tenant.authorization.samlProvider = parsed.data;
  const { name, disabled = false } = parsed.data;
  return { ...made, name, disabled };
}

function remove({ tenant }: ApiCall) {
  if (tenant.authorization.samlProvider === undefined) return notFound('Identity provider');
  tenant.authorization.samlProvider = undefined;
  return {};
}

export const samlProviderRoutes: readonly ApiRoute[] = [
  { method: 'GET', path, answer: read },
  { method: 'PUT', path, answer: write },
  { method: 'DELETE', path, answer: remove },
];
