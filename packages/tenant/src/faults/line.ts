import type { Later } from '../later.ts';

interface Wire {
  send(text: string): void;
}

interface Lateness {
  /** How late the next frame is (ms). */
  frameLateness(): number;
}

/** A connection on which frames may arrive late, each by another time, and still in the order in which they were sent. */
export class Line {
  readonly #wire: Wire;
  readonly #faults: Lateness;
  readonly #later: Later;
  /** Made when the first frame is late. */
  #underWay: string[] | undefined;
  #lastAtMs = 0;

  constructor(wire: Wire, faults: Lateness, later: Later) {
    this.#wire = wire;
    this.#faults = faults;
    this.#later = later;
  }

  send(text: string): void {
    const lateMs = this.#faults.frameLateness();
    if (lateMs === 0 && !this.#underWay?.length) return this.#wire.send(text);
    const nowMs = Date.now();
    this.#lastAtMs = Math.max(this.#lastAtMs, nowMs + lateMs);
    this.#underWay ??= [];
    this.#underWay.push(text);
    this.#later.after(this.#lastAtMs - nowMs, () => {
      const first = this.#underWay?.shift();
      if (first !== undefined) this.#wire.send(first);
    });
  }

  /** What is under way arrives now. */
  flush(): void {
    for (const text of this.#underWay?.splice(0) ?? []) this.#wire.send(text);
  }
}
