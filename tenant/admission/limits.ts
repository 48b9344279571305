import type { Profile } from '../profile/schema.ts';
import { RateWindow } from './window.ts';

const MINUTE_MS = 60_000;

/** Genesys's published limits (genesys.md sections 1.8 and 2.2), each by its key; all off with `limits.enabled`. */
export class Limits {
  readonly #enabled: boolean;
  readonly #connections: RateWindow;
  readonly #requests: RateWindow;
  readonly #messages: RateWindow;
  readonly #calls: RateWindow;
  readonly #sessionConnections: number;

  constructor({ limits }: Profile) {
    this.#enabled = limits.enabled;
    this.#connections = new RateWindow(limits['connections.rate.per.minute'], MINUTE_MS);
    this.#requests = new RateWindow(limits['requests.per.connection.rate.per.minute'], MINUTE_MS);
    this.#messages = new RateWindow(limits['messages.per.session.rate.per.second'], 1_000);
    this.#calls = new RateWindow(limits['token.rate.per.minute'], MINUTE_MS);
    this.#sessionConnections = limits['session.connections.max'];
  }

  /** One more connection to this deployment. */
  connections(deploymentId: string): boolean {
    return this.#connections.take(deploymentId, Date.now()) || !this.#enabled;
  }

  /** One more frame on this connection. */
  requests(socket: string): boolean {
    return this.#requests.take(socket, Date.now()) || !this.#enabled;
  }

  /** One more message in this session. */
  messages(token: string): boolean {
    return this.#messages.take(token, Date.now()) || !this.#enabled;
  }

  get sessionConnections(): number {
    return this.#enabled ? this.#sessionConnections : Number.POSITIVE_INFINITY;
  }

  /** One more Platform API call with this token: what the `inin-ratelimit-*` headers say. */
  call(token: string): { ok: boolean; count: number; allowed: number; resetSeconds: number } {
    const nowMs = Date.now();
    const ok = this.#calls.take(token, nowMs) || !this.#enabled;
    const { limit } = this.#calls;
    return { ok, count: this.#calls.count(token), allowed: limit, resetSeconds: this.#calls.resetSeconds(nowMs) };
  }
}
