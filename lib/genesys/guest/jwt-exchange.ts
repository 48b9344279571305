import type { JwtExchangeAnswer } from '@headroom/genesys-wire/guest';
import http from 'k6/http';
import type { OnCall } from '../platform/api-call.ts';
import { readBody, type ShapeOf } from '../platform/shape.ts';

/** The calls by which a guest signs in. They have no bearer token. Source: docs/facts/genesys.md section 11. */

/** What a guest brings from its identity provider. The org redeems it there. */
export interface AuthorizationCode {
  readonly code: string;
  /** The redirect_uri with which the code was issued. */
  readonly redirectUri: string;
  /** With PKCE, the verifier of the challenge with which the code was issued. */
  readonly codeVerifier?: string;
}

/** The tokens of a guest; or the org does not take what it brought; or nothing that can be read came back. */
export type JwtAnswer =
  | { readonly ok: true; readonly tokens: JwtExchangeAnswer }
  | { readonly ok: false; readonly why: 'refused' | 'unanswered' };

const WEB = '/api/v2/webdeployments/token';
const TOKENS: ShapeOf<JwtExchangeAnswer> = { jwt: 'string', 'refreshToken?': 'string' };
/** A guest that gets no answer in this time tries again, by the plan's `retry`. */
const TIMEOUT = '10s';

/** Exchanges a code for a JWT and, where the provider lets the org have one, a refresh token. `api` has its scheme. */
export function exchangeCode(
  api: string,
  deploymentId: string,
  oauth: AuthorizationCode,
  called: OnCall,
): Promise<JwtAnswer> {
  return post(api, `${WEB}/oauthcodegrantjwtexchange`, { deploymentId, oauth }, called);
}

/** Another JWT. The refresh token stays as it is. */
export function refreshJwt(
  api: string,
  deploymentId: string,
  refreshToken: string,
  called: OnCall,
): Promise<JwtAnswer> {
  return post(api, `${WEB}/refresh`, { refreshToken, deploymentId }, called);
}

async function post(api: string, path: string, body: object, called: OnCall): Promise<JwtAnswer> {
  const name = `POST ${path}`;
  const params = { headers: { 'Content-Type': 'application/json' }, tags: { name }, timeout: TIMEOUT, redirects: 0 };
  const response = await http.asyncRequest('POST', `${api}${path}`, JSON.stringify(body), params);
  called({ kind: 'call', name, durationMs: response.timings.duration });
  const { status } = response;
  if (status >= 400 && status < 500 && status !== 429) return { ok: false, why: 'refused' };
  if (status < 200 || status >= 300) return { ok: false, why: 'unanswered' };
  const read = readBody<JwtExchangeAnswer>(typeof response.body === 'string' ? response.body : '', TOKENS);
  if (read.ok) return { ok: true, tokens: read.body };
  called({ kind: 'unexpected-answer', name, why: read.why });
  return { ok: false, why: 'unanswered' };
}
