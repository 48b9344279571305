import * as z from 'zod';
import { sendTo } from '../../sessions/sessions.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, failure, invalidBody } from '../http/errors.ts';

/** What a guest calls to sign in, without a token of the Platform API (docs/facts/genesys.md section 11). */

const exchangeSchema = z.object({
  deploymentId: z.string(),
  oauth: z.union([
    z.object({ code: z.string().min(1), redirectUri: z.string(), codeVerifier: z.string().optional() }),
    z.object({ idToken: z.string().min(1), nonce: z.string() }),
  ]),
});
const refreshSchema = z.object({ refreshToken: z.string().min(1), deploymentId: z.string().optional() });

/** The message of a refusal. Genesys's own text is not known. */
const refused = () => failure(401, 'unauthorized', 'The authentication of the guest failed');

function exchange({ tenant, body }: ApiCall) {
  const { success, data, error } = exchangeSchema.safeParse(body);
  if (!success) return invalidBody(error);
  if (!tenant.deployments.authOf(data.deploymentId).enabled)
    return badRequest('Authentication is not enabled for the deployment');
  return tenant.signIns.exchange(data.deploymentId, data.oauth, tenant.clock.now()) ?? refused();
}

function refresh({ tenant, body }: ApiCall) {
  const { success, data, error } = refreshSchema.safeParse(body);
  if (!success) return invalidBody(error);
  return tenant.signIns.refresh(data.refreshToken, tenant.clock.now()) ?? refused();
}

/** Signs the guest out, and tells the sockets of its sessions. */
function revoke({ tenant, token }: ApiCall) {
  const guest = tenant.signIns.revoke(token, tenant.clock.now());
  if (guest === undefined) return refused();
  for (const session of tenant.sessions.all())
    if (session.identity?.subject === guest.subject)
      sendTo(session, { type: 'message', class: 'LogoutEvent', code: 200, body: {} });
  return new ApiAnswer(204, undefined);
}

const WEB = '/api/v2/webdeployments/token';
const issuer = (address: string) => `http://${address}/idp`;

/** The simulated identity provider. */
const discovery = ({ address }: ApiCall) => ({
  issuer: issuer(address),
  authorization_endpoint: `${issuer(address)}/authorize`,
  token_endpoint: `${issuer(address)}/token`,
  jwks_uri: `${issuer(address)}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
});

function authorize({ tenant, query }: ApiCall): ApiAnswer {
  const asked = tenant.signIns.idp.authorize(query, tenant.clock.now());
  if ('location' in asked) return new ApiAnswer(302, undefined, { Location: asked.location });
  return badRequest(asked.refused);
}

function idToken({ tenant, text, address }: ApiCall): ApiAnswer {
  const form = new URLSearchParams(text);
  const { idp } = tenant.signIns;
  const codeVerifier = form.get('code_verifier') ?? undefined;
  const grant = { code: form.get('code') ?? '', redirectUri: form.get('redirect_uri') ?? '', codeVerifier };
  const found = idp.redeem(grant, tenant.clock.now());
  if (found === undefined) return badRequest('invalid_grant');
  const id_token = idp.idToken(issuer(address), found, tenant.clock.now());
  return new ApiAnswer(200, { access_token: id_token, id_token, token_type: 'Bearer', expires_in: 3_600 });
}

/** Its request body is a form. */
export const idpTokenRoute: ApiRoute = { method: 'POST', path: '/idp/token', query: 'unchecked', answer: idToken };

export const signInRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: `${WEB}/oauthcodegrantjwtexchange`, answer: exchange },
  { method: 'POST', path: `${WEB}/refresh`, answer: refresh },
  { method: 'DELETE', path: `${WEB}/revoke`, answer: revoke },
  { method: 'GET', path: '/idp/.well-known/openid-configuration', query: 'unchecked', answer: discovery },
  { method: 'GET', path: '/idp/authorize', query: 'unchecked', answer: authorize },
  { method: 'GET', path: '/idp/jwks', query: 'unchecked', answer: ({ tenant }) => tenant.signIns.idp.jwks() },
];
