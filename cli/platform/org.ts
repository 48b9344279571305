import type { TokenResponse } from '@headroom/genesys-wire/platform';
import type { Plan } from '../../lib/plan/schema.ts';
import { hostsOf, nameOf } from '../../lib/plan/target.ts';
import { CallPace } from './call-pace.ts';
import { basicAuthorization, type ClientCredentials } from './oauth-client.ts';
import { fetchPaced, type PlatformAnswer } from './paced-fetch.ts';

/** Calls a minute with one token, in whatever namespace (genesys.md section 2.2). */
export const PUBLISHED_PER_MINUTE = 300;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The Platform API refused a call, or did not answer. The message is one line, and holds no secret and no text. */
export class OrgError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The Platform API of an org with one token, at a bounded pace; a token that has run out is fetched anew. */
export class Org {
  readonly #target: Plan['target'];
  readonly #token: () => Promise<string>;
  readonly #pace: CallPace;
  #current: Promise<string> | undefined;

  /** `token` is asked once, and again when the org says 401. */
  constructor(target: Plan['target'], token: () => Promise<string>, perMinute = PUBLISHED_PER_MINUTE) {
    this.#target = target;
    this.#token = token;
    this.#pace = new CallPace(perMinute);
  }

  /** With client credentials: analytics, and reading conversations. */
  static withClient(target: Plan['target'], credentials: ClientCredentials, perMinute = PUBLISHED_PER_MINUTE): Org {
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    const logins = new CallPace(PUBLISHED_PER_MINUTE);
    const token = async () => (await fetchToken(target, credentials, form, logins)).access_token;
    return new Org(target, token, perMinute);
  }

  /** The body of the answer. Throws `OrgError` when there is none in the 200s. */
  async call<T>(method: Method, path: string, body?: unknown): Promise<T> {
    let answer = await this.#fetch(method, path, body);
    if (answer.status === 401) {
      this.#current = undefined;
      answer = await this.#fetch(method, path, body);
    }
    if (answer.status >= 200 && answer.status < 300) return (answer.text === '' ? undefined : parsed(answer.text)) as T;
    throw new OrgError(`${method} ${nameOf(this.#target)}${pathOnly(path)}: ${reasonIn(answer)}`, answer.status);
  }

  async #fetch(method: Method, path: string, body: unknown): Promise<PlatformAnswer> {
    this.#current ??= this.#token();
    const headers = { Authorization: `Bearer ${await this.#current}`, 'Content-Type': 'application/json' };
    const request = { method, url: `${hostsOf(this.#target).api}${path}`, headers };
    return await fetchPaced(body === undefined ? request : { ...request, body: JSON.stringify(body) }, this.#pace);
  }
}

/** What the org answers, or undefined where it says no with this status. Throws any other `OrgError`. */
export async function unlessStatus<T>(status: number, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OrgError && error.status === status) return undefined;
    throw error;
  }
}

/** `POST /oauth/token`. Throws `OrgError` in one line. Source: genesys.md section 2.1. */
export async function fetchToken(
  target: Plan['target'],
  credentials: ClientCredentials,
  form: URLSearchParams,
  pace: CallPace,
): Promise<TokenResponse> {
  const url = `${hostsOf(target).login}/oauth/token`;
  const headers = {
    Authorization: basicAuthorization(credentials),
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const answer = await fetchPaced({ method: 'POST', url, headers, body: form.toString() }, pace);
  const body = parsed(answer.text) as Partial<TokenResponse> | undefined;
  if (answer.status !== 200 || typeof body?.access_token !== 'string')
    throw new OrgError(`${nameOf(target)}/oauth/token: ${reasonIn(answer)}`, answer.status);
  return body as TokenResponse;
}

const pathOnly = (path: string): string => path.split('?')[0] ?? path;

/** What the org says of it: the words of its error body, which never quote what was sent in ours. */
function reasonIn({ status, text }: PlatformAnswer): string {
  if (status === 0) return `no answer: ${text}`;
  const { message, description, error } = (parsed(text) ?? {}) as Record<string, unknown>;
  const said = [message, description, error].find((one) => typeof one === 'string');
  return `HTTP ${status}${said === undefined ? '' : `: ${String(said).replace(/\s+/g, ' ').slice(0, 200)}`}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
