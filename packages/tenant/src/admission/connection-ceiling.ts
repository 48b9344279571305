import type { CeilingSettings } from '../profile/schema.ts';

export type SocketKind = 'guest' | 'notifications';

/** How a refused upgrade is answered over HTTP. */
export interface UpgradeRefusal {
  readonly status: number;
  readonly body: string;
  readonly retryAfterSeconds?: number;
}

/** How many sockets may be open at once. A setting of the simulation: Genesys documents no such limit. */
export class ConnectionCeiling {
  #settings: CeilingSettings | undefined;
  readonly #random: () => number;
  #limit = Number.POSITIVE_INFINITY;
  #redrawAtMs = Number.POSITIVE_INFINITY;

  /** `random` gives numbers in [0, 1); `nowMs`, here and below, is any clock's time (ms). */
  constructor(settings: CeilingSettings | undefined, random: () => number, nowMs: number) {
    this.#settings = settings;
    this.#random = random;
    this.redraw(nowMs);
  }

  /** The limit that was drawn last; infinite without a ceiling. */
  get limit(): number {
    return this.#limit;
  }

  /** Whether it throws the oldest out instead of refusing. */
  get evicts(): boolean {
    return this.#settings?.evicts ?? false;
  }

  /** Puts other settings in place and draws. With the same settings the limit stays as it was drawn. */
  change(settings: CeilingSettings | undefined, nowMs: number): void {
    const same = JSON.stringify(settings) === JSON.stringify(this.#settings);
    this.#settings = settings;
    if (!same) this.redraw(nowMs);
  }

  redraw(nowMs: number): void {
    const { max, jitter, redrawSeconds } = this.#settings ?? { max: Number.POSITIVE_INFINITY, jitter: 0 };
    this.#limit = jitter === 0 ? max : max - jitter + Math.floor(this.#random() * (2 * jitter + 1));
    this.#redrawAtMs = redrawSeconds === undefined ? Number.POSITIVE_INFINITY : nowMs + redrawSeconds * 1_000;
  }

  /** Why another socket of `kind` may not open while `open` are; undefined when it may. */
  refusal(kind: SocketKind, open: Readonly<Record<SocketKind, number>>, nowMs: number): UpgradeRefusal | undefined {
    const settings = this.#settings;
    if (settings === undefined || settings.evicts || (kind !== 'guest' && settings.scope === 'guests'))
      return undefined;
    if (nowMs >= this.#redrawAtMs) this.redraw(nowMs);
    const counted = settings.scope === 'all' ? open.guest + open.notifications : open.guest;
    if (counted < this.#limit) return undefined;
    const { status, body, retryAfterSeconds } = settings;
    return retryAfterSeconds === undefined ? { status, body } : { status, body, retryAfterSeconds };
  }
}
