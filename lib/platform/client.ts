import http, { type Params } from 'k6/http';
import { agentMetrics } from '../metrics/agent.ts';
import { retryAfterMs } from '../pacing/backoff.ts';
import { delay } from '../pacing/delay.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** How often one call is tried when the API answers 429 or 503. */
const TRIES = 5;
const WAIT_MS = 3_000;

export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  /** `status` 0: nothing answered. `reason` never holds a token or a text. */
  | { readonly ok: false; readonly status: number; readonly reason: string };

/**
 * The Platform API with one token. Calls are asynchronous (`http.asyncRequest`), carry a fixed `name` tag, honour
 * `Retry-After`, and count what came back. Source: genesys.md section 2.2.
 */
export class PlatformClient {
  readonly #base: string;
  readonly #token: string;

  /** `base` is such as `https://api.mypurecloud.com`. */
  constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  /** `name` is the endpoint with its ids left out, for the metric tag. */
  async call<T>(method: Method, name: string, path: string, body?: unknown): Promise<Answer<T>> {
    const params: Params = {
      headers: { Authorization: `bearer ${this.#token}`, 'Content-Type': 'application/json' },
      tags: { name: `${method} ${name}` },
    };
    const text = body === undefined ? null : JSON.stringify(body);
    for (let attempt = 1; ; attempt++) {
      const response = await http.asyncRequest(method, `${this.#base}${path}`, text, params);
      const limited = response.status === 429;
      const ok = response.status >= 200 && response.status < 300;
      agentMetrics.platform_request.add(response.timings.duration, { name: `${method} ${name}` });
      agentMetrics.platform_rate_limited.add(limited);
      if (ok) return { ok, body: parse<T>(response.body) };
      if ((!limited && response.status !== 503) || attempt === TRIES) {
        return { ok: false, status: response.status, reason: response.error || `HTTP ${response.status}` };
      }
      await delay(retryAfterMs(response.headers['Retry-After'], Date.now()) ?? WAIT_MS);
    }
  }
}

function parse<T>(body: unknown): T {
  return (typeof body === 'string' && body !== '' ? JSON.parse(body) : undefined) as T;
}
