import type { ErrorBody } from '@headroom/genesys-wire/platform';
import http, { type Params } from 'k6/http';
import { retryAfterMs } from '../../base/backoff.ts';
import { delay } from '../../base/delay.ts';
import type { OnCall, RateLimit } from './api-call.ts';
import { readBody, type Shape, type ShapeOf } from './shape.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The number of tries of one call where the API answers 429, 503 or 401. */
const TRIES = 5;
const WAIT_MS = 3_000;

export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  /** `status` 0: nothing answered. `reason` never holds a token or a text. */
  | { readonly ok: false; readonly status: number; readonly reason: string };

/**
 * Resolves to a user's token, or to undefined where there is none. Called with a token that was refused, it resolves
 * to another one.
 */
export type TokenSource = (refused?: string) => Promise<string | undefined>;

export interface CallManner {
  /**
   * The call must not be carried out twice. A 503 is final then: it may come from a proxy behind which the call
   * succeeded.
   */
  readonly once?: boolean;
  /** What is read of the answer. An answer that lacks it is a failed call. Without it the body is not looked at. */
  readonly reads?: Shape;
}

export interface ClientLimits {
  /** No call begins after this time (Unix ms). A call that began before it may take its whole timeout. */
  readonly lastMs?: number;
  /** Called once, when the API refuses the token and there is no other. */
  readonly refused?: () => void;
  /** Called for each request, whether it was answered or not. */
  readonly called?: OnCall;
}

/**
 * A client of the Platform API with the token of one user. Calls are asynchronous (`http.asyncRequest`) and carry a
 * fixed `name` tag. Rate limits are per token: after a 429 no call goes out before `Retry-After` has passed. A token
 * that is refused (401) is replaced where there is another, and is never used again. Source: docs/facts/genesys.md
 * sections 2.1, 2.2.
 *
 * @example
 * const client = new PlatformClient('https://api.mypurecloud.com', async () => token, { called: emit });
 * const path = '/api/v2/users/me';
 * const me = await client.call<UserMe>('GET', path, path, undefined, { reads: USER_ME });
 * if (me.ok) console.info(me.body.id);
 */
export class PlatformClient {
  readonly #base: string;
  readonly #source: TokenSource;
  readonly #lastMs: number;
  readonly #onRefused: () => void;
  readonly #onCall: OnCall;
  #token: Promise<string | undefined> | undefined;
  /** The token that `#token` resolved to: with it nearly every call has nothing to await. */
  #tokenNow: string | undefined;
  /** The token replaced one that was refused, and no call has succeeded with it yet. */
  #unproven = false;
  #refused = false;
  /** Resolves when calls may go out again; undefined while they may. */
  #held: Promise<void> | undefined;

  /** `base` is such as `https://api.mypurecloud.com`. */
  constructor(base: string, source: TokenSource, limits: ClientLimits = {}) {
    this.#base = base;
    this.#source = source;
    this.#lastMs = limits.lastMs ?? Number.POSITIVE_INFINITY;
    this.#onRefused = limits.refused ?? (() => {});
    this.#onCall = limits.called ?? (() => {});
  }

  /** True once no token is left: no further call goes out. */
  get refused(): boolean {
    return this.#refused;
  }

  /**
   * `name` is the endpoint for the metric tag, with `:id` in place of ids. It has no braces, because the key of a
   * threshold cannot hold a brace inside its own.
   */
  async call<T>(
    method: Method,
    name: string,
    path: string,
    body?: unknown,
    { once = false, reads }: CallManner = {},
  ): Promise<Answer<T>> {
    const text = body === undefined ? null : JSON.stringify(body);
    let failure = { ok: false as const, status: 0, reason: 'not called: the time is up' };
    for (let attempt = 0; attempt < TRIES; attempt++) {
      while (this.#held !== undefined) await this.#held;
      const token = this.#tokenNow ?? (await this.#currentToken());
      if (token === undefined) return { ok: false, status: 401, reason: 'no token that the API takes' };
      if (Date.now() >= this.#lastMs) break;
      const response = await this.#request(method, name, path, text, token);
      const { status } = response;
      if (status !== 401) this.#unproven = false;
      if (status >= 200 && status < 300) return this.#answerOf<T>(`${method} ${name}`, response, reads);
      failure = { ok: false, status, reason: response.error || `HTTP ${status}` };
      if (status === 401) await this.#renew(token);
      else if (status === 429 || (status === 503 && !once)) {
        const waitMs = retryAfterMs(response.headers['Retry-After'], Date.now()) ?? WAIT_MS;
        const waited = delay(Math.max(0, Math.min(waitMs, this.#lastMs - Date.now())));
        if (status === 429) this.#hold(waited);
        else await waited;
      } else break;
    }
    return failure;
  }

  async #request(method: Method, name: string, path: string, text: string | null, token: string) {
    const tag = { name: `${method} ${name}` };
    const params: Params = {
      headers: { Authorization: `bearer ${token}`, 'Content-Type': 'application/json' },
      tags: tag,
      // A redirect would take the token to where the plan does not say.
      redirects: 0,
    };
    const response = await http.asyncRequest(method, `${this.#base}${path}`, text, params);
    const { timings, status } = response;
    const call = { kind: 'call', name: tag.name, durationMs: timings.duration } as const;
    if (status === 429) this.#onCall({ ...call, rateLimited: true, limit: limitIn(response.body) });
    else this.#onCall({ ...call, rateLimited: false });
    return response;
  }

  /** A proxy may answer 200 with a page of its own, and Genesys otherwise than its models say. */
  #answerOf<T>(name: string, { status, body }: { status: number; body: unknown }, reads: Shape | undefined): Answer<T> {
    const read = readBody<T>(typeof body === 'string' ? body : '', reads);
    if (read.ok) return read;
    this.#onCall({ kind: 'unexpected-answer', name, why: read.why });
    return { ok: false, status, reason: `HTTP ${status} with ${read.why}` };
  }

  /** Holds all calls back until the latest of the waits is over. */
  #hold(waited: Promise<unknown>): void {
    const held = Promise.all([this.#held, waited]).then(() => {
      if (this.#held === held) this.#held = undefined;
    });
    this.#held = held;
  }

  async #currentToken(): Promise<string | undefined> {
    this.#token ??= this.#source();
    const asked = this.#token;
    const token = await asked;
    if (token === undefined) this.#end();
    if (this.#refused) return undefined;
    if (this.#token === asked) this.#tokenNow = token;
    return token;
  }

  /** Several calls that are under way may be refused at once. Only the first of them asks for another token. */
  async #renew(refused: string): Promise<void> {
    const current = this.#token;
    if ((await current) !== refused || this.#token !== current) return;
    this.#tokenNow = undefined;
    this.#token = this.#unproven ? Promise.resolve(undefined) : this.#source(refused);
    this.#unproven = true;
  }

  #end(): void {
    if (this.#refused) return;
    this.#refused = true;
    this.#tokenNow = undefined;
    this.#onRefused();
  }
}

/** What is read of an error. */
const LIMIT: ShapeOf<Pick<ErrorBody, 'limit'>> = { 'limit?': { namespace: 'string' } };

/** Every limit of a token or of its user has the namespace `platform.api`. Which others are the org's is an inference. */
function limitIn(text: unknown): RateLimit {
  const read = readBody<Pick<ErrorBody, 'limit'>>(typeof text === 'string' ? text : '', LIMIT);
  if (!read.ok || read.body.limit === undefined) return 'untold';
  return read.body.limit.namespace === 'platform.api' ? 'token' : 'organization';
}
