import type { ConnectionRateSettings } from '../profile/schema.ts';

interface Bucket {
  tokens: number;
  /** When it was filled last (ms). */
  atMs: number;
}

const MINUTE_MS = 60_000;

/**
 * A rate limit on guests' upgrades beyond the published one: a token bucket, or a fixed window. A refused upgrade does
 * not count. A setting of the simulation: Genesys documents no such limit.
 */
export class ConnectionRateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** Whether another connection may open for `key` at `nowMs`, and counts it if so. */
  admits(settings: ConnectionRateSettings, key: string, nowMs: number): boolean {
    const capacity = settings.kind === 'token-bucket' ? (settings.burst ?? settings.perMinute) : settings.perMinute;
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, atMs: nowMs };
    this.#buckets.set(key, bucket);
    if (settings.kind === 'token-bucket') {
      bucket.tokens = Math.min(capacity, bucket.tokens + ((nowMs - bucket.atMs) / MINUTE_MS) * settings.perMinute);
    } else if (Math.floor(nowMs / MINUTE_MS) !== Math.floor(bucket.atMs / MINUTE_MS)) {
      bucket.tokens = capacity;
    }
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}
