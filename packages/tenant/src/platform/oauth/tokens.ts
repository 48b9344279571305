import { randomUUID } from 'node:crypto';
import type { TokenResponse } from '@headroom/genesys-wire/platform';
import type { Authorization } from '../../authorization/authorization.ts';
import type { OAuthClient } from '../../authorization/oauth-clients.ts';
import { trusts } from '../../authorization/saml-provider.ts';
import { agentId } from '../../base/ready-made-ids.ts';
import { ORGANIZATION } from '../../org/organization.ts';
import type { Agents } from '../../routing/agents.ts';
import type { ApiCaller } from '../http/call.ts';
import { AuthorizationCodes } from './authorization-codes.ts';

const CLIENT = 'simulated';
const READY_MADE = /^simulated-agent-(\d+)$/;
const SAML2_BEARER = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
/** What a client of each type asks for, of those that the simulation grants to made clients. */
const GRANTS: Readonly<Partial<Record<OAuthClient['authorizedGrantType'], string>>> = {
  'SAML2-BEARER': SAML2_BEARER,
  'CLIENT-CREDENTIALS': 'client_credentials',
};
const DAY_SECONDS = 86_400;
/** One more token of a user ends its oldest (docs/facts/genesys.md section 2.1). */
const MAX_TOKENS_PER_USER = 10;

interface IssuedToken {
  readonly caller: ApiCaller;
  readonly expiresAtMs: number;
}

/** Bearer tokens, and who they stand for. Agent n has the ready-made token `simulated-agent-<n>`. */
export class Tokens {
  readonly #issued = new Map<string, IssuedToken>();
  readonly #byUser = new Map<string, string[]>();
  /** Ready-made tokens that are ended. */
  readonly #revoked = new Set<string>();
  readonly #agents: Agents;
  readonly #authorization: Authorization;
  /** Users by refresh token. */
  readonly #refresh = new Map<string, string>();
  readonly codes: AuthorizationCodes;

  constructor(agents: Agents, authorization: Authorization) {
    this.#agents = agents;
    this.#authorization = authorization;
    this.codes = new AuthorizationCodes(agents, CLIENT);
  }

  callerOf(token: string, nowMs: number): ApiCaller | undefined {
    const ready = this.#revoked.has(token) ? null : READY_MADE.exec(token);
    const userId = ready === null ? undefined : this.#user(agentId(Number(ready[1])));
    if (userId !== undefined) return { kind: 'user', userId };
    const issued = this.#issued.get(token);
    return issued !== undefined && issued.expiresAtMs > nowMs ? issued.caller : undefined;
  }

  /** Ends a token: `DELETE /api/v2/tokens/me`. */
  revoke(token: string): void {
    if (!this.#issued.delete(token)) this.#revoked.add(token);
  }

  /** `POST /oauth/token` (docs/facts/genesys.md section 2.1): a body, or an OAuth error with its status. */
  issue(authorization: string, form: URLSearchParams, nowMs: number): { status: number; body: unknown } {
    const [client = '', secret = ''] = Buffer.from(authorization.replace(/^Basic /i, ''), 'base64')
      .toString()
      .split(':');
    const grant = form.get('grant_type');
    const made = this.#authorization.oauthClients.get(client);
    if (made !== undefined && made.secret === secret) return this.#forClient(made, form, nowMs);
    if ((client !== CLIENT || secret !== CLIENT) && !this.codes.isPublic(form))
      return oauthError(401, 'invalid_client', 'client not found or wrong secret');
    if (grant === 'client_credentials') return this.#grant({ kind: 'client' }, nowMs);
    if (grant === SAML2_BEARER) return this.#saml(form, nowMs);
    if (grant === 'authorization_code') return this.#withRefresh(this.codes.redeem(form, nowMs), nowMs);
    if (grant === 'refresh_token') return this.#refreshed(form.get('refresh_token') ?? '', nowMs);
    return oauthError(400, 'unsupported_grant_type', `grant_type ${grant} is not supported`);
  }

  /** A client that somebody made has one grant, and its own length of tokens. */
  #forClient(client: OAuthClient, form: URLSearchParams, nowMs: number) {
    const { state, authorizedGrantType, accessTokenValiditySeconds } = client;
    if (state !== 'active') return oauthError(401, 'invalid_client', 'the client is inactive');
    if (form.get('grant_type') !== GRANTS[authorizedGrantType])
      return oauthError(400, 'unauthorized_client', `the client's grant is ${authorizedGrantType}`);
    if (authorizedGrantType === 'SAML2-BEARER') return this.#saml(form, nowMs, accessTokenValiditySeconds);
    return this.#grant({ kind: 'client' }, nowMs, accessTokenValiditySeconds);
  }

  #saml(form: URLSearchParams, nowMs: number, seconds?: number) {
    if (form.get('orgName') !== ORGANIZATION.shortName)
      return oauthError(400, 'invalid_request', 'orgName is not the name of an org');
    const assertion = Buffer.from(form.get('assertion') ?? '', 'base64').toString();
    if (!trusts(this.#authorization.samlProvider, textOf('Issuer', assertion)))
      return oauthError(400, 'invalid_grant', 'the assertion is not of the provider that single sign-on has');
    const userId = this.#user(this.#agents.withEmail(textOf('NameID', assertion))?.id ?? '');
    if (userId === undefined) return oauthError(400, 'invalid_grant', 'the assertion names no user');
    return this.#grant({ kind: 'user', userId }, nowMs, seconds);
  }

  /** A refresh token is valid once; a new one comes with the access token. */
  #refreshed(token: string, nowMs: number) {
    const userId = this.#refresh.get(token);
    this.#refresh.delete(token);
    return this.#withRefresh(userId, nowMs);
  }

  #withRefresh(userId: string | undefined, nowMs: number) {
    if (userId === undefined) return oauthError(400, 'invalid_grant', 'the code or token is not good, or was used');
    const refresh = randomUUID();
    this.#refresh.set(refresh, userId);
    const { status, body } = this.#grant({ kind: 'user', userId }, nowMs);
    return { status, body: { ...body, refresh_token: refresh } };
  }

  #grant(caller: ApiCaller, nowMs: number, seconds = DAY_SECONDS) {
    const token = randomUUID();
    this.#issued.set(token, { caller, expiresAtMs: nowMs + seconds * 1_000 });
    if (caller.kind === 'user') this.#keepTen(caller.userId, token);
    const body: TokenResponse = { access_token: token, token_type: 'bearer', expires_in: seconds };
    return { status: 200, body };
  }

  #keepTen(userId: string, token: string): void {
    const tokens = this.#byUser.get(userId) ?? [];
    tokens.push(token);
    this.#byUser.set(userId, tokens);
    const oldest = tokens.length > MAX_TOKENS_PER_USER ? tokens.shift() : undefined;
    if (oldest !== undefined) this.#issued.delete(oldest);
  }

  #user(id: string): string | undefined {
    const agent = this.#agents.get(id);
    return agent?.state === 'active' ? agent.id : undefined;
  }
}

/** What the first element of this name says. No signature is checked: the tenant stands on loopback. */
function textOf(element: 'Issuer' | 'NameID', xml: string): string {
  return new RegExp(`<(?:\\w+:)?${element}\\b[^>]*>\\s*([^<]*?)\\s*<`).exec(xml)?.[1] ?? '';
}

function oauthError(status: number, error: string, description: string) {
  return { status, body: { error, description, error_description: description } };
}
