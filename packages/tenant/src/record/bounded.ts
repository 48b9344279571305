/** A list that keeps the latest `most`, and counts what it let go. */
export class Bounded<T> {
  readonly #most: number;
  #items: T[] = [];
  #dropped = 0;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  push(item: T): void {
    this.#items.push(item);
    // In batches: one at a time would move the whole list each time.
    if (this.#items.length >= 2 * this.#most) this.#trim();
  }

  /** The latest, oldest first. */
  get items(): readonly T[] {
    if (this.#items.length > this.#most) this.#trim();
    return this.#items;
  }

  /** How many are no longer there. */
  get dropped(): number {
    return this.#dropped + Math.max(0, this.#items.length - this.#most);
  }

  #trim(): void {
    this.#dropped += this.#items.length - this.#most;
    this.#items = this.#items.slice(-this.#most);
  }
}
