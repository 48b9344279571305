import { createHash, randomUUID } from 'node:crypto';
import type { Agents } from '../routing/agents.ts';

const CODE_MS = 60_000;

/** What a code was given out for. */
interface Given {
  readonly userId: string;
  readonly redirectUri: string;
  /** With PKCE, the S256 challenge that the verifier has to meet. */
  readonly challenge: string | undefined;
  readonly expiresAtMs: number;
}

/** Authorization codes (genesys.md section 2.1). There is no page to log in on: `login_hint` says who it is. */
export class Codes {
  readonly #given = new Map<string, Given>();
  readonly #agents: Agents;
  readonly #client: string;

  constructor(agents: Agents, client: string) {
    this.#agents = agents;
    this.#client = client;
  }

  /** `GET /oauth/authorize`: where the browser is sent, or why not. */
  authorize(query: URLSearchParams, nowMs: number): { readonly location: string } | { readonly refused: string } {
    const [redirect, hint] = [query.get('redirect_uri') ?? '', query.get('login_hint') ?? 'agent-1@example.com'];
    const user = this.#agents.withEmail(hint);
    if (query.get('client_id') !== this.#client) return { refused: 'client_id: no such client' };
    if (query.get('response_type') !== 'code') return { refused: 'response_type has to be code' };
    if (!URL.canParse(redirect)) return { refused: 'redirect_uri is no address' };
    if (user === undefined) return { refused: 'login_hint names no user' };
    const code = randomUUID();
    const challenge = query.get('code_challenge') ?? undefined;
    this.#given.set(code, { userId: user.id, redirectUri: redirect, challenge, expiresAtMs: nowMs + CODE_MS });
    const location = new URL(redirect);
    location.searchParams.set('code', code);
    const state = query.get('state');
    if (state !== null) location.searchParams.set('state', state);
    return { location: location.href };
  }

  /** Whose code it is; a code is good once, for its address and its verifier. */
  redeem(form: URLSearchParams, nowMs: number): string | undefined {
    const code = form.get('code') ?? '';
    const given = this.#given.get(code);
    this.#given.delete(code);
    if (given === undefined || given.expiresAtMs < nowMs || given.redirectUri !== form.get('redirect_uri'))
      return undefined;
    if (given.challenge !== undefined && given.challenge !== challengeOf(form.get('code_verifier') ?? ''))
      return undefined;
    return given.userId;
  }

  /** Whether the code needs no secret, since its verifier stands for it. */
  isPublic(form: URLSearchParams): boolean {
    return form.get('client_id') === this.#client && this.#given.get(form.get('code') ?? '')?.challenge !== undefined;
  }
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
