import { randomUUID } from 'node:crypto';
import type { TokenResponse } from '../../lib/platform/wire.ts';
import { agentId, numberIn } from '../org.ts';
import type { Profile } from '../profile/schema.ts';
import type { Caller } from './http.ts';

const CLIENT = 'simulated';
const DAY_SECONDS = 86_400;

/** Tokens and who they stand for. Agent n has the ready-made token `simulated-agent-<n>`. */
export class Tokens {
  readonly #issued = new Map<string, Caller>();
  readonly #agents: number;

  constructor(profile: Profile) {
    this.#agents = profile.agents.count;
  }

  callerOf(token: string): Caller | undefined {
    const ready = /^simulated-agent-(\d+)$/.exec(token);
    const n = ready === null ? undefined : numberIn('a', agentId(Number(ready[1])), this.#agents);
    return n === undefined ? this.#issued.get(token) : { kind: 'user', userId: agentId(n) };
  }

  /** `POST /oauth/token` (genesys.md section 2.1): a body, or an OAuth error with its status. */
  issue(authorization: string, form: URLSearchParams): { status: number; body: unknown } {
    const [client, secret] = Buffer.from(authorization.replace(/^Basic /i, ''), 'base64')
      .toString()
      .split(':');
    if (client !== CLIENT || secret !== CLIENT)
      return oauthError(401, 'invalid_client', 'client not found or wrong secret');
    const grant = form.get('grant_type');
    if (grant !== 'client_credentials')
      return oauthError(400, 'unsupported_grant_type', `grant_type ${grant} is not supported`);
    const token = randomUUID();
    this.#issued.set(token, { kind: 'client' });
    const body: TokenResponse = { access_token: token, token_type: 'bearer', expires_in: DAY_SECONDS };
    return { status: 200, body };
  }
}

function oauthError(status: number, error: string, description: string) {
  return { status, body: { error, description, error_description: description } };
}
