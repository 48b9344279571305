import type { Ceiling } from '../profile/schema.ts';

export type SocketKind = 'guest' | 'notifications';

/** How a refused upgrade is answered. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly retryAfterSeconds?: number;
}

/** The most sockets that are open at once. `random` gives numbers in [0, 1); time is handed in (ms). */
export class ConnectionCeiling {
  #settings: Ceiling | undefined;
  readonly #random: () => number;
  #limit = Number.POSITIVE_INFINITY;
  #redrawAtMs = Number.POSITIVE_INFINITY;

  constructor(settings: Ceiling | undefined, random: () => number, nowMs: number) {
    this.#settings = settings;
    this.#random = random;
    this.redraw(nowMs);
  }

  /** The limit as it was last drawn; infinite without a ceiling. */
  get limit(): number {
    return this.#limit;
  }

  /** Another ceiling, drawn at once; the same one stays as it was drawn. */
  change(settings: Ceiling | undefined, nowMs: number): void {
    const same = JSON.stringify(settings) === JSON.stringify(this.#settings);
    this.#settings = settings;
    if (!same) this.redraw(nowMs);
  }

  redraw(nowMs: number): void {
    const { max, jitter, redrawSeconds } = this.#settings ?? { max: Number.POSITIVE_INFINITY, jitter: 0 };
    this.#limit = jitter === 0 ? max : max - jitter + Math.floor(this.#random() * (2 * jitter + 1));
    this.#redrawAtMs = redrawSeconds === undefined ? Number.POSITIVE_INFINITY : nowMs + redrawSeconds * 1_000;
  }

  /** Why one more socket of `kind` may not open while `open` are, or undefined. */
  refusal(kind: SocketKind, open: Readonly<Record<SocketKind, number>>, nowMs: number): Refusal | undefined {
    const settings = this.#settings;
    if (settings === undefined || (kind !== 'guest' && settings.scope === 'guests')) return undefined;
    if (nowMs >= this.#redrawAtMs) this.redraw(nowMs);
    const counted = settings.scope === 'all' ? open.guest + open.notifications : open.guest;
    if (counted < this.#limit) return undefined;
    const { status, body, retryAfterSeconds } = settings;
    return retryAfterSeconds === undefined ? { status, body } : { status, body, retryAfterSeconds };
  }
}
