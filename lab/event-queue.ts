/** Events in the order of their times; those of one time in the order in which they were added. */
export class EventQueue<T> {
  readonly #heap: { readonly at: number; readonly number: number; readonly event: T }[] = [];
  #number = 0;

  add(at: number, event: T): void {
    const heap = this.#heap;
    heap.push({ at, number: this.#number++, event });
    for (let place = heap.length - 1; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!this.#swapped(parent, place)) return;
      place = parent;
    }
  }

  /** The next event, which leaves the queue; undefined when there is none. */
  next(): { readonly at: number; readonly event: T } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let place = 0; ; ) {
      const left = 2 * place + 1;
      const child = left + 1 < heap.length && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (child >= heap.length || !this.#swapped(place, child)) return first;
      place = child;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.at === b.at ? a.number < b.number : a.at < b.at;
  }

  /** Puts the earlier of a parent and its child above the other. Whether that changed anything. */
  #swapped(parent: number, child: number): boolean {
    const [a, b] = [this.#heap[parent], this.#heap[child]];
    if (a === undefined || b === undefined || !this.#isBefore(child, parent)) return false;
    this.#heap[parent] = b;
    this.#heap[child] = a;
    return true;
  }
}
