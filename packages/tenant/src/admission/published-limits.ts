import type { TenantClock } from '../base/clock.ts';
import type { Profile } from '../profile/schema.ts';
import { FixedWindow } from './fixed-window.ts';
import { RateLimitTelemetry, TELEMETRY_SHARE } from './rate-limit-telemetry.ts';

type Key = Exclude<keyof Profile['limits'], 'enabled'>;

/** How much of a rate limit of API calls is used: what the `inin-ratelimit-*` headers say. */
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
 * Genesys's published limits (docs/facts/genesys.md sections 1.8 and 2.2), each by its key. With `limits.enabled` false
 * none holds. The figures are read from the profile at each use, since the profile may change. The methods that count
 * take one use and tell whether it is within the limit.
 */
export class PublishedLimits {
  readonly #profile: Profile;
  readonly #clock: TenantClock;
  readonly telemetry = new RateLimitTelemetry();
  readonly #windows = new Map<Key, FixedWindow>();

  constructor(profile: Profile, clock: TenantClock) {
    this.#profile = profile;
    this.#clock = clock;
  }

  /** A connection to this deployment. */
  connections(deploymentId: string): boolean {
    return this.#within('connections.rate.per.minute', MINUTE_MS, deploymentId, deploymentId);
  }

  /** A frame on this connection. */
  requests(socket: string): boolean {
    return this.#within('requests.per.connection.rate.per.minute', MINUTE_MS, socket);
  }

  /** A message in this session. */
  messages(token: string): boolean {
    return this.#within('messages.per.session.rate.per.second', SECOND_MS, token);
  }

  /** A configureSession in this session. */
  configures(token: string): boolean {
    return this.#within('configure.per.session.rate.per.minute', MINUTE_MS, token);
  }

  /** An echo on this connection. */
  healthChecks(socket: string): boolean {
    return this.#within('health.check.per.connection.rate.per.minute', MINUTE_MS, socket);
  }

  /** A page of this session's history. */
  history(token: string): boolean {
    return this.#within('get.history.rate.per.minute', MINUTE_MS, token);
  }

  /** A typing event of the guest of this session. */
  typing(token: string): boolean {
    const key = 'typing.per.session.interval.seconds';
    return this.#take(key, this.#profile.limits[key] * SECOND_MS, token, 1) || !this.#profile.limits.enabled;
  }

  get sessionConnections(): number {
    return this.#max('session.connections.max');
  }

  get customAttributesBytes(): number {
    return this.#max('metadata.custom.attributes.bytes.max');
  }

  /** A typing event of an agent in this conversation. */
  agentTyping(conversationId: string): boolean {
    return this.#within('agent.typing.per.conversation.rate.per.minute', MINUTE_MS, conversationId);
  }

  get requestBytes(): number {
    return this.#max('request.bytes.max');
  }

  get outboundCharacters(): number {
    return this.#max('outbound.webmessaging.and.open.messaging.characters.max');
  }

  /** A Platform API call with this token, of this user or of a client without a user. */
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
    return { ok, key, count: window.count(who), allowed, resetSeconds: window.resetSeconds(this.#clock.now()) };
  }

  #max(key: Key): number {
    const { enabled, [key]: max } = this.#profile.limits;
    return enabled ? max : Number.POSITIVE_INFINITY;
  }

  #within(key: Key, lengthMs: number, who: string, entityId = ''): boolean {
    return this.#take(key, lengthMs, who, this.#profile.limits[key], entityId) || !this.#profile.limits.enabled;
  }

  #take(key: Key, lengthMs: number, who: string, limit: number, entityId = ''): boolean {
    const nowMs = this.#clock.now();
    const count = this.#window(key, lengthMs).take(who, nowMs);
    const timeUnit = lengthMs === MINUTE_MS ? 'MINUTES' : 'SECONDS';
    const windowMs = nowMs - (nowMs % lengthMs);
    if (count >= limit * TELEMETRY_SHARE)
      this.telemetry.note({ limitName: key, entityId, max: limit, timeUnit, windowMs, count });
    return count <= limit;
  }

  #window(key: Key, lengthMs: number): FixedWindow {
    const window = this.#windows.get(key) ?? new FixedWindow(lengthMs);
    this.#windows.set(key, window);
    return window;
  }
}
