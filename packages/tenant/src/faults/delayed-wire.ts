import type { TenantClock } from '../base/clock.ts';

/** What frames are sent on. */
interface Wire {
  send(text: string): void;
}

interface Jitter {
  /** How late the next frame is (ms). */
  frameDelayMs(): number;
}

/** A wire with jitter: frames arrive late, each by another time, and in the order in which they were sent. */
export class DelayedWire {
  readonly #wire: Wire;
  readonly #faults: Jitter;
  readonly #clock: TenantClock;
  /** Frames that have not arrived yet; made when the first frame is late, since most wires have no jitter. */
  #inFlight: string[] | undefined;
  #lastAtMs = 0;

  constructor(wire: Wire, faults: Jitter, clock: TenantClock) {
    this.#wire = wire;
    this.#faults = faults;
    this.#clock = clock;
  }

  send(text: string): void {
    const delayMs = this.#faults.frameDelayMs();
    if (delayMs === 0 && !this.#inFlight?.length) return this.#wire.send(text);
    const nowMs = this.#clock.now();
    this.#lastAtMs = Math.max(this.#lastAtMs, nowMs + delayMs);
    this.#inFlight ??= [];
    this.#inFlight.push(text);
    this.#clock.after(this.#lastAtMs - nowMs, () => {
      const first = this.#inFlight?.shift();
      if (first !== undefined) this.#wire.send(first);
    });
  }

  /** Delivers at once what has not arrived yet. */
  flush(): void {
    for (const text of this.#inFlight?.splice(0) ?? []) this.#wire.send(text);
  }
}
