import type { Random } from '../../lib/base/random.ts';
import type { Weight } from '../../lib/plan/probes/phase.ts';

/** A session at a modelled tenant. */
export interface Guest {
  readonly deployment: number;
  readonly address: string;
  readonly token: string;
  readonly weight: Weight;
}

/** How a modelled tenant behaves. What is left out it does not do. Times in ms; functions of time are of the model's clock. */
export interface TenantRules {
  /** How many may be open at once, for each `key`. Agents' sockets count where `countsAgents` says so. */
  readonly level?: (atMs: number) => number;
  readonly key?: (guest: Guest) => string;
  readonly weigh?: (guest: Guest) => number;
  readonly countsAgents?: boolean;
  /** What becomes of a session above the level. `evict` closes the oldest, `cut` the new one after `cutAfterMs`. */
  readonly above?: 'refuse' | 'evict' | 'cut';
  readonly cutAfterMs?: number;
  /** A session that has left is counted for so long. */
  readonly releaseMs?: number;
  /** The share of upgrades that is refused while so many are open. */
  readonly soft?: (open: number) => number;
  /** The share of upgrades that is refused by chance, by the deployment. */
  readonly chance?: (guest: Guest, atMs: number) => number;
  readonly isOut?: (atMs: number) => boolean;
  readonly isDead?: (guest: Guest) => boolean;
  /** A bucket of tokens, for each `bucketKey`, or a window of fixed length. */
  readonly bucket?: { readonly size: number; readonly perMinute: number };
  readonly bucketKey?: (guest: Guest) => string;
  readonly fixedWindow?: { readonly perWindow: number; readonly windowMs: number };
  /** A session is closed at this age; or by chance, at this rate a second. */
  readonly cutAtAgeMs?: number;
  readonly cutsASecond?: number;
}

interface Pool {
  open: number;
  readonly guests: Set<Guest>;
  /** When the places of those who left come free, with what they weigh. */
  readonly ghosts: { readonly atMs: number; readonly weight: number }[];
}

/**
 * A tenant in virtual time, which admits, refuses and closes sessions. It knows nothing of searches, and shares no rule
 * with them. Time must not go back.
 */
export class TenantModel {
  readonly #rules: TenantRules;
  readonly #random: Random;
  readonly #pools = new Map<string, Pool>();
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();
  #window = { number: -1, count: 0 };
  agents = 0;

  constructor(rules: TenantRules, random: Random) {
    this.#rules = rules;
    this.#random = random;
  }

  /** Whether the guest's upgrade opens. `cuts` is called for sessions that will be closed, with the time. */
  opens(guest: Guest, atMs: number, cuts: (guest: Guest, atMs: number) => void): boolean {
    const rules = this.#rules;
    if (rules.isDead?.(guest) || rules.isOut?.(atMs)) return false;
    if (rules.chance !== undefined && this.#random() < rules.chance(guest, atMs)) return false;
    const pool = this.#pool(guest, atMs);
    const weight = rules.weigh?.(guest) ?? 1;
    if (rules.soft !== undefined && this.#random() < rules.soft(pool.open)) return false;
    const isAbove = pool.open + weight > (rules.level?.(atMs) ?? Number.POSITIVE_INFINITY) - this.#agents();
    if (isAbove && (rules.above ?? 'refuse') === 'refuse') return false;
    if (!this.#isPaced(guest, atMs)) return false;
    this.#settle(pool, guest, weight, isAbove, atMs, cuts);
    return true;
  }

  #settle(
    pool: Pool,
    guest: Guest,
    weight: number,
    isAbove: boolean,
    atMs: number,
    cuts: (guest: Guest, atMs: number) => void,
  ): void {
    const { above, cutAfterMs = 0, cutAtAgeMs, cutsASecond } = this.#rules;
    pool.open += weight;
    pool.guests.add(guest);
    if (isAbove && above === 'cut') cuts(guest, atMs + cutAfterMs);
    const [oldest] = pool.guests;
    if (isAbove && above === 'evict' && oldest !== undefined) {
      this.#remove(pool, oldest, atMs);
      cuts(oldest, atMs);
    }
    if (cutAtAgeMs !== undefined) cuts(guest, atMs + cutAtAgeMs);
    if (cutsASecond !== undefined) cuts(guest, atMs + (-1_000 * Math.log(1 - this.#random())) / cutsASecond);
  }

  /** The session's socket is closed, by whichever side. */
  left(guest: Guest, atMs: number): void {
    this.#remove(this.#pool(guest, atMs), guest, atMs);
  }

  #remove(pool: Pool, guest: Guest, atMs: number): void {
    if (!pool.guests.delete(guest)) return;
    const { releaseMs = 0, weigh } = this.#rules;
    const weight = weigh?.(guest) ?? 1;
    if (releaseMs > 0) pool.ghosts.push({ atMs: atMs + releaseMs, weight });
    else pool.open -= weight;
  }

  #agents(): number {
    return this.#rules.countsAgents ? this.agents : 0;
  }

  #pool(guest: Guest, atMs: number): Pool {
    const key = this.#rules.key?.(guest) ?? '';
    const pool = this.#pools.get(key) ?? { open: 0, guests: new Set<Guest>(), ghosts: [] };
    this.#pools.set(key, pool);
    for (let ghost = pool.ghosts[0]; ghost !== undefined && ghost.atMs <= atMs; ghost = pool.ghosts[0]) {
      pool.open -= ghost.weight;
      pool.ghosts.shift();
    }
    return pool;
  }

  #isPaced(guest: Guest, atMs: number): boolean {
    const { bucket, bucketKey, fixedWindow } = this.#rules;
    if (fixedWindow !== undefined) {
      const number = Math.floor(atMs / fixedWindow.windowMs);
      if (number !== this.#window.number) this.#window = { number, count: 0 };
      if (this.#window.count >= fixedWindow.perWindow) return false;
      this.#window.count++;
    }
    if (bucket === undefined) return true;
    const key = bucketKey?.(guest) ?? '';
    const last = this.#buckets.get(key) ?? { tokens: bucket.size, atMs };
    const tokens = Math.min(bucket.size, last.tokens + ((atMs - last.atMs) / 60_000) * bucket.perMinute);
    const isIn = tokens >= 1;
    this.#buckets.set(key, { tokens: isIn ? tokens - 1 : tokens, atMs });
    return isIn;
  }
}
