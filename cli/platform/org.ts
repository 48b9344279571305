import type { TokenResponse } from '@headroom/genesys-wire/platform';
import { readBody, type ShapeOf } from '../../lib/genesys/platform/shape.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { hostsOf, nameOf } from '../../lib/plan/target.ts';
import { CallPace } from './call-pace.ts';
import { basicAuthorization, type ClientCredentials } from './oauth-client.ts';
import { fetchPaced, type PlatformAnswer } from './paced-fetch.ts';

/** The published limit on calls a minute with one token, over all namespaces (docs/facts/genesys.md section 2.2). */
export const PUBLISHED_PER_MINUTE = 300;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * The Platform API refused a call, did not answer, or answered otherwise than its models say. The message is one line:
 * the call, and what was wrong. It holds no secret, and nothing that a customer or an agent said.
 */
export class OrgError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** A client of the Platform API with one token, at a limited pace. It fetches a new token when the org answers 401. */
export class Org {
  readonly #target: Plan['target'];
  readonly #token: () => Promise<string>;
  readonly #pace: CallPace;
  #current: Promise<string> | undefined;

  /** `token` is called once, and again after a 401. */
  constructor(target: Plan['target'], token: () => Promise<string>, perMinute = PUBLISHED_PER_MINUTE) {
    this.#target = target;
    this.#token = token;
    this.#pace = new CallPace(perMinute);
  }

  /** A client with the client-credentials grant, for analytics and for reading conversations. */
  static withClient(target: Plan['target'], credentials: ClientCredentials, perMinute = PUBLISHED_PER_MINUTE): Org {
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    const logins = new CallPace(PUBLISHED_PER_MINUTE);
    const token = async () => (await fetchToken(target, credentials, form, logins)).access_token;
    return new Org(target, token, perMinute);
  }

  /**
   * Makes a call and returns the body of its answer. Throws `OrgError` for any status outside 200 to 299, and for a body
   * that lacks what `reads` says is read of it.
   */
  async read<T>(method: Method, path: string, reads: ShapeOf<T>, body?: unknown): Promise<T> {
    const read = readBody<T>(await this.#answer(method, path, body), reads);
    if (!read.ok) throw new OrgError(`${this.#callTo(method, path)}: answered with ${read.why}`, 0);
    return read.body;
  }

  /** Makes a call whose answer nobody reads. Throws `OrgError` for any status outside 200 to 299. */
  async send(method: Method, path: string, body?: unknown): Promise<void> {
    await this.#answer(method, path, body);
  }

  /** Makes a call and returns its answer as it came, whatever its status. */
  async ask(method: Method, path: string, body?: unknown): Promise<PlatformAnswer> {
    const answer = await this.#fetch(method, path, body);
    if (answer.status !== 401) return answer;
    this.#current = undefined;
    return await this.#fetch(method, path, body);
  }

  async #answer(method: Method, path: string, body: unknown): Promise<string> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 200 && answer.status < 300) return answer.text;
    throw new OrgError(`${this.#callTo(method, path)}: ${reasonIn(answer)}`, answer.status);
  }

  #callTo(method: Method, path: string): string {
    return `${method} ${nameOf(this.#target)}${pathOnly(path)}`;
  }

  async #fetch(method: Method, path: string, body: unknown): Promise<PlatformAnswer> {
    this.#current ??= this.#token();
    const headers = { Authorization: `Bearer ${await this.#current}`, 'Content-Type': 'application/json' };
    const request = { method, url: `${hostsOf(this.#target).api}${path}`, headers };
    return await fetchPaced(body === undefined ? request : { ...request, body: JSON.stringify(body) }, this.#pace);
  }
}

/** Awaits a call, and returns undefined when it failed with this status. Rethrows any other error. */
export async function unlessStatus<T>(status: number, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OrgError && error.status === status) return undefined;
    throw error;
  }
}

/** Fetches a token with `POST /oauth/token`. Throws `OrgError`. Source: docs/facts/genesys.md section 2.1. */
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

/** The status, and the message of the error body. Such a message does not quote what was sent. */
function reasonIn({ status, text }: PlatformAnswer): string {
  if (status === 0) return `no answer: ${text}`;
  const { message, description, error } = Object(parsed(text)) as Record<string, unknown>;
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
