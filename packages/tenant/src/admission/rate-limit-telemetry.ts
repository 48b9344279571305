/**
 * A window in which a published limit was nearly reached, as in Genesys's rate-limit aggregates (docs/facts/genesys.md
 * section 3).
 */
export interface NearLimit {
  /** Such as `token.rate.per.minute`. */
  readonly limitName: string;
  /** Where the key alone does not tell. */
  readonly namespace?: string;
  /** The user of a token, or the deployment; empty for a session or a connection, which have no public id. */
  readonly entityId: string;
  readonly max: number;
  readonly timeUnit: 'SECONDS' | 'MINUTES';
  /** When the window began: Unix time (ms). */
  readonly windowMs: number;
  /** How often it happened in the window. */
  count: number;
}

/** Telemetry begins at this share of a limit. */
export const TELEMETRY_SHARE = 0.9;
/** Windows that are kept, the latest. */
const MAX_WINDOWS = 10_000;

export class RateLimitTelemetry {
  readonly #byKey = new Map<string, NearLimit>();

  /** A window's count has grown. */
  note(seen: NearLimit): void {
    const key = `${seen.limitName} ${seen.entityId} ${seen.windowMs}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) known.count = seen.count;
    else this.#byKey.set(key, seen);
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > MAX_WINDOWS && oldest !== undefined) this.#byKey.delete(oldest);
  }

  all(): readonly NearLimit[] {
    return [...this.#byKey.values()];
  }
}
