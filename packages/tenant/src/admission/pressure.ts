/** Where a published limit was nearly reached: what Genesys's rate-limit telemetry knows (genesys.md section 3). */
export interface Pressure {
  /** Such as `token.rate.per.minute`. */
  readonly limitName: string;
  /** A token's user or a deployment; empty for a session or a connection, which have no public name. */
  readonly entityId: string;
  readonly max: number;
  readonly timeUnit: 'SECONDS' | 'MINUTES';
  /** When the window began (Unix ms). */
  readonly windowMs: number;
  /** The most that was counted in the window. */
  count: number;
}

/** Telemetry begins at this share of a limit. */
export const NEARLY = 0.9;
/** The oldest are forgotten beyond so many. */
const MOST = 10_000;

export class Pressures {
  readonly #byKey = new Map<string, Pressure>();

  /** One more was counted in a window that began at `windowMs`. */
  note(seen: Pressure): void {
    const key = `${seen.limitName} ${seen.entityId} ${seen.windowMs}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) known.count = seen.count;
    else this.#byKey.set(key, seen);
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > MOST && oldest !== undefined) this.#byKey.delete(oldest);
  }

  all(): readonly Pressure[] {
    return [...this.#byKey.values()];
  }
}
