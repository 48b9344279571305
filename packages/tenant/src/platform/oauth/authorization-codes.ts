import { createHash, randomUUID } from 'node:crypto';
import type { Agents } from '../../routing/agents.ts';

const CODE_LIFE_MS = 60_000;

/** What a code was issued for. */
interface IssuedCode {
  readonly userId: string;
  readonly redirectUri: string;
  /** With PKCE, the S256 challenge of the verifier. */
  readonly challenge: string | undefined;
  readonly expiresAtMs: number;
}

/**
 * Authorization codes (docs/facts/genesys.md section 2.1). There is no login page: `login_hint` is the user's address.
 */
export class AuthorizationCodes {
  readonly #issued = new Map<string, IssuedCode>();
  readonly #agents: Agents;
  readonly #client: string;

  constructor(agents: Agents, client: string) {
    this.#agents = agents;
    this.#client = client;
  }

  /** `GET /oauth/authorize`: where the browser is redirected, or why the request is refused. `nowMs` is Unix time. */
  authorize(query: URLSearchParams, nowMs: number): { readonly location: string } | { readonly refused: string } {
    const [redirect, hint] = [query.get('redirect_uri') ?? '', query.get('login_hint') ?? 'agent-1@example.com'];
    const user = this.#agents.withEmail(hint);
    if (query.get('client_id') !== this.#client) return { refused: 'client_id: no such client' };
    if (query.get('response_type') !== 'code') return { refused: 'response_type has to be code' };
    if (!URL.canParse(redirect)) return { refused: 'redirect_uri is no address' };
    if (user === undefined) return { refused: 'login_hint names no user' };
    const code = randomUUID();
    const challenge = query.get('code_challenge') ?? undefined;
    this.#issued.set(code, { userId: user.id, redirectUri: redirect, challenge, expiresAtMs: nowMs + CODE_LIFE_MS });
    const location = new URL(redirect);
    location.searchParams.set('code', code);
    const state = query.get('state');
    if (state !== null) location.searchParams.set('state', state);
    return { location: location.href };
  }

  /**
   * The user that a code stands for; undefined when it is not valid. A code is valid once, with its redirect_uri and
   * verifier.
   */
  redeem(form: URLSearchParams, nowMs: number): string | undefined {
    const code = form.get('code') ?? '';
    const issued = this.#issued.get(code);
    this.#issued.delete(code);
    if (issued === undefined || issued.expiresAtMs < nowMs || issued.redirectUri !== form.get('redirect_uri'))
      return undefined;
    if (issued.challenge !== undefined && issued.challenge !== challengeOf(form.get('code_verifier') ?? ''))
      return undefined;
    return issued.userId;
  }

  /** Whether the code needs no client secret, since it has a PKCE verifier. */
  isPublic(form: URLSearchParams): boolean {
    return form.get('client_id') === this.#client && this.#issued.get(form.get('code') ?? '')?.challenge !== undefined;
  }
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
