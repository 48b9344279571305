import http, { type Params } from 'k6/http';
import { platformMetrics } from '../metrics/platform.ts';
import { retryAfterMs } from '../pacing/backoff.ts';
import { delay } from '../pacing/delay.ts';

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

export interface ClientLimits {
  /** Unix ms after which no call begins any more; one that is out by then may take its whole timeout. */
  readonly lastMs?: number;
  /** Told once, when the API refuses the token and there is none to go on with. */
  readonly refused?: () => void;
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
  #token: Promise<string | undefined> | undefined;
  /** It came in place of a refused one, and no call has succeeded with it yet. */
  #unproven = false;
  #refused = false;
  /** Resolved once a call may go out. */
  #held: Promise<unknown> = Promise.resolve();

  /** `base` is such as `https://api.mypurecloud.com`. */
  constructor(base: string, source: TokenSource, limits: ClientLimits = {}) {
    this.#base = base;
    this.#source = source;
    this.#lastMs = limits.lastMs ?? Number.POSITIVE_INFINITY;
    this.#onRefused = limits.refused ?? (() => {});
  }

  /** True once there is no token to go on with: no call goes out any more. */
  get refused(): boolean {
    return this.#refused;
  }

  /** `name` is the endpoint with its ids left out, for the metric tag. */
  async call<T>(method: Method, name: string, path: string, body?: unknown): Promise<Answer<T>> {
    const text = body === undefined ? null : JSON.stringify(body);
    let failure = { ok: false as const, status: 0, reason: 'not called: the time is up' };
    for (let attempt = 0; attempt < TRIES; attempt++) {
      await this.#mayCall();
      const token = await this.#currentToken();
      if (token === undefined) return { ok: false, status: 401, reason: 'no token that the API takes' };
      if (Date.now() >= this.#lastMs) break;
      const response = await this.#request(method, name, path, text, token);
      const { status } = response;
      if (status !== 401) this.#unproven = false;
      if (status >= 200 && status < 300) return { ok: true, body: parse<T>(response.body) };
      failure = { ok: false, status, reason: response.error || `HTTP ${status}` };
      if (status === 401) await this.#renew(token);
      else if (status === 429 || status === 503) {
        const waitMs = retryAfterMs(response.headers['Retry-After'], Date.now()) ?? WAIT_MS;
        const waited = delay(Math.max(0, Math.min(waitMs, this.#lastMs - Date.now())));
        if (status === 429) this.#held = Promise.all([this.#held, waited]);
        else await waited;
      } else break;
    }
    return failure;
  }

  async #request(method: Method, name: string, path: string, text: string | null, token: string) {
    const tag = { name: endpoint(method, name) };
    const params: Params = {
      headers: { Authorization: `bearer ${token}`, 'Content-Type': 'application/json' },
      tags: tag,
    };
    const response = await http.asyncRequest(method, `${this.#base}${path}`, text, params);
    platformMetrics.platform_request.add(response.timings.duration, tag);
    platformMetrics.platform_rate_limited.add(response.status === 429);
    return response;
  }

  /** Another call may be held anew while this one waits. */
  async #mayCall(): Promise<void> {
    for (let held: Promise<unknown> | undefined; held !== this.#held; ) {
      held = this.#held;
      await held;
    }
  }

  async #currentToken(): Promise<string | undefined> {
    this.#token ??= this.#source();
    const token = await this.#token;
    if (token === undefined) this.#end();
    return this.#refused ? undefined : token;
  }

  /** Calls that are out at once may all be refused: the first asks for another token. */
  async #renew(refused: string): Promise<void> {
    const current = this.#token;
    if ((await current) !== refused || this.#token !== current) return;
    this.#token = this.#unproven ? Promise.resolve(undefined) : this.#source(refused);
    this.#unproven = true;
  }

  #end(): void {
    if (this.#refused) return;
    this.#refused = true;
    this.#onRefused();
  }
}

/** Such as `GET /api/v2/conversations/:id`: a threshold's key cannot hold a brace inside its own. */
function endpoint(method: Method, name: string): string {
  return `${method} ${name.replace(/\{(\w+)\}/g, ':$1')}`;
}

function parse<T>(body: unknown): T {
  return (typeof body === 'string' && body !== '' ? JSON.parse(body) : undefined) as T;
}
