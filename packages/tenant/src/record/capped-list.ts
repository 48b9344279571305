/** A list that keeps its latest `max` items, and counts those it dropped. */
export class CappedList<T> {
  readonly #max: number;
  #items: T[] = [];
  #dropped = 0;

  constructor(max = Number.POSITIVE_INFINITY) {
    this.#max = max;
  }

  push(item: T): void {
    this.#items.push(item);
    // Dropped in batches: one at a time would move the whole list for each item.
    if (this.#items.length >= 2 * this.#max) this.#trim();
  }

  /** Oldest first. */
  get items(): readonly T[] {
    if (this.#items.length > this.#max) this.#trim();
    return this.#items;
  }

  get dropped(): number {
    return this.#dropped + Math.max(0, this.#items.length - this.#max);
  }

  #trim(): void {
    this.#dropped += this.#items.length - this.#max;
    this.#items = this.#items.slice(-this.#max);
  }
}
