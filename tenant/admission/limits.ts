import type { Profile } from '../profile/schema.ts';
import { RateWindow } from './window.ts';

type Key = Exclude<keyof Profile['limits'], 'enabled'>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * Genesys's published limits (genesys.md sections 1.8 and 2.2), each by its key; all off with `limits.enabled`. Read
 * from the profile at each use, since that may change while the tenant runs.
 */
export class Limits {
  readonly #profile: Profile;
  readonly #windows = new Map<Key, RateWindow>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** One more connection to this deployment. */
  connections(deploymentId: string): boolean {
    return this.#within('connections.rate.per.minute', MINUTE_MS, deploymentId);
  }

  /** One more frame on this connection. */
  requests(socket: string): boolean {
    return this.#within('requests.per.connection.rate.per.minute', MINUTE_MS, socket);
  }

  /** One more message in this session. */
  messages(token: string): boolean {
    return this.#within('messages.per.session.rate.per.second', SECOND_MS, token);
  }

  /** One more configureSession in this session. */
  configures(token: string): boolean {
    return this.#within('configure.per.session.rate.per.minute', MINUTE_MS, token);
  }

  /** One more echo on this connection. */
  healthChecks(socket: string): boolean {
    return this.#within('health.check.per.connection.rate.per.minute', MINUTE_MS, socket);
  }

  /** One more page of a session's history. */
  history(token: string): boolean {
    return this.#within('get.history.rate.per.minute', MINUTE_MS, token);
  }

  /** One more typing event in this session. */
  typing(token: string): boolean {
    const key = 'typing.per.session.interval.seconds';
    return this.#take(key, this.#profile.limits[key] * SECOND_MS, token, 1) || !this.#profile.limits.enabled;
  }

  get sessionConnections(): number {
    const { enabled, 'session.connections.max': most } = this.#profile.limits;
    return enabled ? most : Number.POSITIVE_INFINITY;
  }

  get customAttributesBytes(): number {
    const { enabled, 'metadata.custom.attributes.bytes.max': most } = this.#profile.limits;
    return enabled ? most : Number.POSITIVE_INFINITY;
  }

  /** One more Platform API call with this token: what the `inin-ratelimit-*` headers say. */
  call(token: string): { ok: boolean; count: number; allowed: number; resetSeconds: number } {
    const nowMs = Date.now();
    const ok = this.#within('token.rate.per.minute', MINUTE_MS, token);
    const window = this.#window('token.rate.per.minute', MINUTE_MS);
    const allowed = this.#profile.limits['token.rate.per.minute'];
    return { ok, count: window.count(token), allowed, resetSeconds: window.resetSeconds(nowMs) };
  }

  #within(key: Key, lengthMs: number, who: string): boolean {
    return this.#take(key, lengthMs, who, this.#profile.limits[key]) || !this.#profile.limits.enabled;
  }

  #take(key: Key, lengthMs: number, who: string, limit: number): boolean {
    return this.#window(key, lengthMs).take(who, Date.now()) <= limit;
  }

  #window(key: Key, lengthMs: number): RateWindow {
    const window = this.#windows.get(key) ?? new RateWindow(lengthMs);
    this.#windows.set(key, window);
    return window;
  }
}
