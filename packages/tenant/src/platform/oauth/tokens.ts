import { randomUUID } from 'node:crypto';
import type { TokenResponse } from '@headroom/genesys-wire/platform';
import { agentId } from '../../base/ready-made-ids.ts';
import { ORGANIZATION } from '../../org/organization.ts';
import type { Agents } from '../../routing/agents.ts';
import type { ApiCaller } from '../http/call.ts';
import { AuthorizationCodes } from './authorization-codes.ts';

const CLIENT = 'simulated';
const READY_MADE = /^simulated-agent-(\d+)$/;
const SAML2_BEARER = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
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
  /** Users by refresh token. */
  readonly #refresh = new Map<string, string>();
  readonly codes: AuthorizationCodes;

  constructor(agents: Agents) {
    this.#agents = agents;
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
    const [client, secret] = Buffer.from(authorization.replace(/^Basic /i, ''), 'base64')
      .toString()
      .split(':');
    if ((client !== CLIENT || secret !== CLIENT) && !this.codes.isPublic(form))
      return oauthError(401, 'invalid_client', 'client not found or wrong secret');
    const grant = form.get('grant_type');
    if (grant === 'client_credentials') return this.#grant({ kind: 'client' }, nowMs);
    if (grant === SAML2_BEARER) return this.#saml(form, nowMs);
    if (grant === 'authorization_code') return this.#withRefresh(this.codes.redeem(form, nowMs), nowMs);
    if (grant === 'refresh_token') return this.#refreshed(form.get('refresh_token') ?? '', nowMs);
    return oauthError(400, 'unsupported_grant_type', `grant_type ${grant} is not supported`);
  }

  #saml(form: URLSearchParams, nowMs: number) {
    if (form.get('orgName') !== ORGANIZATION.shortName)
      return oauthError(400, 'invalid_request', 'orgName is not the name of an org');
    const userId = this.#user(this.#agents.withEmail(nameIn(form.get('assertion') ?? ''))?.id ?? '');
    if (userId === undefined) return oauthError(400, 'invalid_grant', 'the assertion names no user');
    return this.#grant({ kind: 'user', userId }, nowMs);
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

  #grant(caller: ApiCaller, nowMs: number) {
    const token = randomUUID();
    this.#issued.set(token, { caller, expiresAtMs: nowMs + DAY_SECONDS * 1_000 });
    if (caller.kind === 'user') this.#keepTen(caller.userId, token);
    const body: TokenResponse = { access_token: token, token_type: 'bearer', expires_in: DAY_SECONDS };
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

/** The NameID of a base64-encoded assertion. Its signature is not checked: the tenant stands on loopback. */
function nameIn(assertion: string): string {
  const xml = Buffer.from(assertion, 'base64').toString();
  return /<(?:\w+:)?NameID\b[^>]*>\s*([^<]*?)\s*</.exec(xml)?.[1] ?? '';
}

function oauthError(status: number, error: string, description: string) {
  return { status, body: { error, description, error_description: description } };
}
