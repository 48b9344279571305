interface Entry<T> {
  readonly at: number;
  readonly number: number;
  readonly event: T;
}

/** Events in the order of their times; those of one time in the order in which they were added. */
export class EventQueue<T> {
  /** Each entry comes before the two at twice its place plus one and plus two. */
  readonly #heap: Entry<T>[] = [];
  #number = 0;

  add(at: number, event: T): void {
    const entry = { at, number: this.#number++, event };
    const heap = this.#heap;
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  }

  /** The next event, which leaves the queue; undefined when there is none. */
  next(): { readonly at: number; readonly event: T } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      let below = heap[child];
      if (below === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, below)) {
        below = right;
        child++;
      }
      if (isBefore(last, below)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(one: Entry<unknown>, other: Entry<unknown>): boolean {
  return one.at === other.at ? one.number < other.number : one.at < other.at;
}
