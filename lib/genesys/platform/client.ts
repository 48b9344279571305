import http, { type Params } from 'k6/http';
import { retryAfterMs } from '../../base/backoff.ts';
import { delay } from '../../base/delay.ts';
import type { OnCall } from './api-call.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** How often one call is tried when the API answers 429 or 503, or with tokens that it refuses. */
const TRIES = 5;
const WAIT_MS = 3_000;

export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  /** `status` 0: nothing answered. `reason` never holds a token or a text. */
  | { readonly ok: false; readonly status: number; readonly reason: string };

/** Gives a user's token, or undefined; asked with one that was refused, another than that. */
export type TokenSource = (refused?: string) => Promise<string | undefined>;

export interface CallManner {
  /** It must not be carried out twice: a 503, which may come from something before the API or behind it, is final. */
  readonly once?: boolean;
}

export interface ClientLimits {
  /** Unix ms after which no call begins any more; one that is out by then may take its whole timeout. */
  readonly lastMs?: number;
  /** Told once, when the API refuses the token and there is none to go on with. */
  readonly refused?: () => void;
  /** Told of each request that was answered or was not. */
  readonly called?: OnCall;
}

/**
 * The Platform API with the token of one user. Calls are asynchronous (`http.asyncRequest`), carry a fixed `name` tag,
 * and count what came back. Limits are those of the token: after a 429 no call of any kind goes out before
 * `Retry-After` has passed. A token that is refused (401) is replaced where there is another, and is not used again.
 * Source: genesys.md sections 2.1, 2.2.
 */
export class PlatformClient {
  readonly #base: string;
  readonly #source: TokenSource;
  readonly #lastMs: number;
  readonly #onRefused: () => void;
  readonly #onCall: OnCall;
  #token: Promise<string | undefined> | undefined;
  /** What it resolved to: nearly every call finds it here and has nothing to wait for. */
  #tokenNow: string | undefined;
  /** It came in place of a refused one, and no call has succeeded with it yet. */
  #unproven = false;
  #refused = false;
  /** While calls have to wait: until then. */
  #held: Promise<void> | undefined;

  /** `base` is such as `https://api.mypurecloud.com`. */
  constructor(base: string, source: TokenSource, limits: ClientLimits = {}) {
    this.#base = base;
    this.#source = source;
    this.#lastMs = limits.lastMs ?? Number.POSITIVE_INFINITY;
    this.#onRefused = limits.refused ?? (() => {});
    this.#onCall = limits.called ?? (() => {});
  }

  /** True once there is no token to go on with: no call goes out any more. */
  get refused(): boolean {
    return this.#refused;
  }

  /**
   * `name` is the endpoint for the metric tag, with `:id` for its ids: a threshold's key cannot hold a brace inside its
   * own.
   */
  async call<T>(
    method: Method,
    name: string,
    path: string,
    body?: unknown,
    { once = false }: CallManner = {},
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
      if (status >= 200 && status < 300) return answerOf<T>(status, response.body);
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
    };
    const response = await http.asyncRequest(method, `${this.#base}${path}`, text, params);
    const { timings, status } = response;
    this.#onCall({ kind: 'call', name: tag.name, durationMs: timings.duration, rateLimited: status === 429 });
    return response;
  }

  /** Until the latest of those it was told to wait for. */
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

  /** Calls that are out at once may all be refused: the first asks for another token. */
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

/** What stands between may answer 200 with a page of its own. */
function answerOf<T>(status: number, text: unknown): Answer<T> {
  try {
    const body = typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined;
    return { ok: true, body: body as T };
  } catch {
    return { ok: false, status, reason: `HTTP ${status} that is not JSON` };
  }
}
