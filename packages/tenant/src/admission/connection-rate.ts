import type { ConnectionRate } from '../profile/schema.ts';

interface Bucket {
  tokens: number;
  /** When it was last filled (ms). */
  atMs: number;
}

const MINUTE_MS = 60_000;

/** A limit on the pace of admissions beyond the published one: a token bucket, or a fixed window. Refusals take nothing. */
export class ConnectionPace {
  readonly #buckets = new Map<string, Bucket>();

  /** One more connection for `who`; time is handed in (ms). */
  admits(settings: ConnectionRate, who: string, nowMs: number): boolean {
    const most = settings.kind === 'token-bucket' ? (settings.burst ?? settings.perMinute) : settings.perMinute;
    const bucket = this.#buckets.get(who) ?? { tokens: most, atMs: nowMs };
    this.#buckets.set(who, bucket);
    if (settings.kind === 'token-bucket') {
      bucket.tokens = Math.min(most, bucket.tokens + ((nowMs - bucket.atMs) / MINUTE_MS) * settings.perMinute);
    } else if (Math.floor(nowMs / MINUTE_MS) !== Math.floor(bucket.atMs / MINUTE_MS)) {
      bucket.tokens = most;
    }
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}
