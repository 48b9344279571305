import type { RunIo } from '@headroom/engine';
import type { TokenResponse } from '@headroom/genesys-wire/platform';
import { readBody, type ShapeOf } from '../../lib/genesys/platform/shape.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { hostsOf, isLoopback, nameOf } from '../../lib/plan/target.ts';
import { shownLine } from '../../report/render/shown-text.ts';
import { type HttpAnswer, HttpClient } from '../http/http-client.ts';
import { knownSecrets, Secrets } from '../io/secrets.ts';
import { CallPace, PUBLISHED_PER_MINUTE } from './call-pace.ts';
import type { ChangeWindow } from './change-window.ts';
import { basicAuthorization, type ClientCredentials } from './oauth-client.ts';
import { type CallManner, fetchPaced } from './paced-fetch.ts';

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

/** How the calls of an org are made. */
export interface OrgCalls extends Omit<CallManner, 'pace'> {
  /** Calls a minute at most; the published limit without it. */
  readonly perMinute?: number;
  /** Until when the org may be changed; without it any time. */
  readonly window?: ChangeWindow | undefined;
}

/** The calls of a command: over its own HTTP client, with waits that are long told on its stderr. */
export function orgCalls(command: string, { env, stderr }: Pick<RunIo, 'env' | 'stderr'>): OrgCalls {
  return { http: new HttpClient(env), say: (line) => stderr.write(`${command}: ${line}\n`) };
}

/** A client of the Platform API with one token, at a limited pace. It fetches a new token when the org answers 401. */
export class Org {
  readonly #target: Plan['target'];
  readonly #token: () => Promise<string>;
  readonly #manner: CallManner;
  readonly #window: ChangeWindow | undefined;
  #current: Promise<string> | undefined;

  /** `token` is called once, and again after a 401. */
  constructor(target: Plan['target'], token: () => Promise<string>, { http, say, perMinute, window }: OrgCalls) {
    this.#target = target;
    this.#token = token;
    this.#manner = { http, say, pace: new CallPace(perMinute ?? PUBLISHED_PER_MINUTE) };
    this.#window = window;
  }

  /** A client with the client-credentials grant, for analytics and for reading conversations. */
  static withClient(target: Plan['target'], credentials: ClientCredentials, calls: OrgCalls): Org {
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    const logins = { ...calls, pace: new CallPace(PUBLISHED_PER_MINUTE) };
    const token = async () => (await fetchToken(target, credentials, form, logins)).access_token;
    return new Org(target, token, calls);
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

  /**
   * Makes a call that changes the org, and whose answer nobody reads. Throws `OrgError` for any status outside 200 to 299,
   * and `WindowEnded`.
   */
  async send(method: Method, path: string, body?: unknown): Promise<void> {
    await this.#answer(method, path, body, this.#window);
  }

  /**
   * Makes a call, within `window` where one is given, and returns its answer as it came, whatever its status. One that must
   * not be carried out twice is made `once`: it is not tried again after a 503, behind which it may have succeeded.
   */
  async ask(method: Method, path: string, body?: unknown, window?: ChangeWindow, once = false): Promise<HttpAnswer> {
    const answer = await this.#fetch(method, path, body, window, once);
    if (answer.status !== 401) return answer;
    this.#current = undefined;
    return await this.#fetch(method, path, body, window, once);
  }

  async #answer(method: Method, path: string, body: unknown, window?: ChangeWindow): Promise<string> {
    const answer = await this.ask(method, path, body, window);
    if (answer.status >= 200 && answer.status < 300) return answer.text;
    throw new OrgError(
      `${this.#callTo(method, path)}: ${reasonIn(answer)}${nextFor(answer, this.#target)}`,
      answer.status,
    );
  }

  #callTo(method: Method, path: string): string {
    return `${method} ${nameOf(this.#target)}${pathOnly(path)}`;
  }

  async #fetch(
    method: Method,
    path: string,
    body: unknown,
    window: ChangeWindow | undefined,
    once: boolean,
  ): Promise<HttpAnswer> {
    this.#current ??= this.#token();
    const token = await this.#current;
    knownSecrets.add(token);
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const request = { method, url: `${hostsOf(this.#target).api}${path}`, headers };
    const call = body === undefined ? request : { ...request, body: JSON.stringify(body) };
    return await fetchPaced(call, this.#manner, { window, once });
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
  manner: CallManner,
): Promise<TokenResponse> {
  const url = `${hostsOf(target).login}/oauth/token`;
  const headers = {
    Authorization: basicAuthorization(credentials),
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const answer = await fetchPaced({ method: 'POST', url, headers, body: form.toString() }, manner);
  const body = parsed(answer.text) as Partial<TokenResponse> | undefined;
  if (answer.status !== 200 || typeof body?.access_token !== 'string') {
    // An error may repeat what was sent to it, such as an assertion.
    const sent = new Secrets();
    for (const value of form.values()) sent.add(value);
    throw new OrgError(
      `${nameOf(target)}/oauth/token: ${reasonIn(answer, sent)}${nextFor(answer, target)}`,
      answer.status,
    );
  }
  knownSecrets.add(body.access_token);
  return body as TokenResponse;
}

const pathOnly = (path: string): string => path.split('?')[0] ?? path;

/** Of a message in an error. */
const MAX_CHARACTERS = 200;

/** The status, and the message of the error body as it may be printed. */
function reasonIn({ status, text, location }: HttpAnswer, sent = new Secrets()): string {
  const shown = (said: string): string => shownLine(sent.hidden(knownSecrets.hidden(said)), MAX_CHARACTERS);
  if (status === 0) return `no answer: ${shown(text)}`;
  if (status >= 300 && status < 400) return `HTTP ${status}: ${shown(leadsTo(location))}; allowed: no redirect`;
  const { message, description, error } = Object(parsed(text)) as Record<string, unknown>;
  const said = [message, description, error].find((one) => typeof one === 'string');
  return `HTTP ${status}${said === undefined ? '' : `: ${shown(String(said))}`}`;
}

const nextFor = ({ status, text }: HttpAnswer, target: Plan['target']): string =>
  status === 0 ? nextCommand(text, target) : '';

/** The next command, to be put behind an error, where nothing listens at an address of this machine; else empty. */
export function nextCommand(error: string, target: Plan['target']): string {
  if (!/ECONNREFUSED/.test(error) || !isLoopback(target)) return '';
  const port = /:(\d+)$/.exec(nameOf(target))?.[1];
  return `: nothing serves there; headroom tenant${port === undefined ? '' : ` --port ${port}`} does`;
}

/** The origin alone: the rest of an address may hold what was sent. */
function leadsTo(location: string | undefined): string {
  const [origin] = /^[a-z]+:\/\/[^/?#@]+/i.exec(location ?? '') ?? [];
  return origin === undefined ? 'leads elsewhere' : `leads to ${origin}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
