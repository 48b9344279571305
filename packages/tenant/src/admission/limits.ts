import type { Profile } from '../profile/schema.ts';
import { NEARLY, Pressures } from './pressure.ts';
import { RateWindow } from './window.ts';

type Key = Exclude<keyof Profile['limits'], 'enabled'>;

/** How much of a rate of API calls is used. */
export interface ApiRate {
  readonly ok: boolean;
  readonly key: Key;
  readonly count: number;
  readonly allowed: number;
  readonly resetSeconds: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * Genesys's published limits (genesys.md sections 1.8 and 2.2), each by its key; all off with `limits.enabled`. Read
 * from the profile at each use, since that may change while the tenant runs.
 */
export class Limits {
  readonly #profile: Profile;
  readonly pressures = new Pressures();
  readonly #windows = new Map<Key, RateWindow>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** One more connection to this deployment. */
  connections(deploymentId: string): boolean {
    return this.#within('connections.rate.per.minute', MINUTE_MS, deploymentId, deploymentId);
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
    return this.#most('session.connections.max');
  }

  get customAttributesBytes(): number {
    return this.#most('metadata.custom.attributes.bytes.max');
  }

  /** One more typing event of an agent in this conversation. */
  agentTyping(conversationId: string): boolean {
    return this.#within('agent.typing.per.conversation.rate.per.minute', MINUTE_MS, conversationId);
  }

  get requestBytes(): number {
    return this.#most('request.bytes.max');
  }

  get outboundCharacters(): number {
    return this.#most('outbound.webmessaging.and.open.messaging.characters.max');
  }

  /** One more Platform API call with this token, of this user or of none: what the `inin-ratelimit-*` headers say. */
  call(token: string, userId: string | undefined): ApiRate {
    const key = userId === undefined ? 'client.credentials.token.rate.per.minute' : 'token.rate.per.minute';
    const withToken = this.#rate(key, token, userId ?? '');
    if (userId === undefined || !withToken.ok) return withToken;
    const withUser = this.#rate('org.app.user.rate.per.minute', userId, userId);
    return withUser.ok ? withToken : withUser;
  }

  #rate(key: Key, who: string, entityId: string): ApiRate {
    const ok = this.#within(key, MINUTE_MS, who, entityId);
    const window = this.#window(key, MINUTE_MS);
    const allowed = this.#profile.limits[key];
    return { ok, key, count: window.count(who), allowed, resetSeconds: window.resetSeconds(Date.now()) };
  }

  #most(key: Key): number {
    const { enabled, [key]: most } = this.#profile.limits;
    return enabled ? most : Number.POSITIVE_INFINITY;
  }

  #within(key: Key, lengthMs: number, who: string, entityId = ''): boolean {
    return this.#take(key, lengthMs, who, this.#profile.limits[key], entityId) || !this.#profile.limits.enabled;
  }

  #take(key: Key, lengthMs: number, who: string, limit: number, entityId = ''): boolean {
    const nowMs = Date.now();
    const count = this.#window(key, lengthMs).take(who, nowMs);
    const timeUnit = lengthMs === MINUTE_MS ? 'MINUTES' : 'SECONDS';
    const windowMs = nowMs - (nowMs % lengthMs);
    if (count >= limit * NEARLY)
      this.pressures.note({ limitName: key, entityId, max: limit, timeUnit, windowMs, count });
    return count <= limit;
  }

  #window(key: Key, lengthMs: number): RateWindow {
    const window = this.#windows.get(key) ?? new RateWindow(lengthMs);
    this.#windows.set(key, window);
    return window;
  }
}
