/** A timer of the virtual clock, with as much of Node's `Timeout` as the product and its libraries use. */
export class VirtualTimer {
  /** Microseconds since the clock began. */
  dueUs: number;
  /** Timers that are due together fire in the order in which they were set. */
  order: number;
  isSet = true;
  readonly fire: () => void;
  readonly everyUs: number | undefined;

  constructor(dueUs: number, order: number, fire: () => void, everyUs?: number) {
    this.dueUs = dueUs;
    this.order = order;
    this.fire = fire;
    this.everyUs = everyUs;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

/** Timers by when they are due: a binary heap. */
export class TimerQueue {
  readonly #heap: VirtualTimer[] = [];

  add(timer: VirtualTimer): void {
    let at = this.#heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || before(parent, timer)) break;
      this.#heap[at] = parent;
      at = above;
    }
    this.#heap[at] = timer;
  }

  /** Takes the timer that is due first; those that were cleared are passed over. */
  take(): VirtualTimer | undefined {
    for (;;) {
      const first = this.#heap[0];
      const last = this.#heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (first !== last) this.#sink(last);
      if (first.isSet) return first;
    }
  }

  #sink(timer: VirtualTimer): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && before(right, left);
      const child = isRight ? right : left;
      if (before(timer, child)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = timer;
  }
}

function before(a: VirtualTimer, b: VirtualTimer): boolean {
  return a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.order < b.order);
}
