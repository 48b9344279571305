/** Events in the order of their times, as a binary heap. */
export class EventQueue<E> {
  readonly #times: number[] = [];
  readonly #events: E[] = [];

  get size(): number {
    return this.#times.length;
  }

  add(time: number, event: E): void {
    const [times, events] = [this.#times, this.#events];
    let place = times.push(time) - 1;
    events.push(event);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if ((times[parent] as number) <= time) break;
      this.#move(parent, place);
      place = parent;
    }
    times[place] = time;
    events[place] = event;
  }

  /** The next event and its time; undefined when there is none. */
  take(): { readonly time: number; readonly event: E } | undefined {
    const [times, events] = [this.#times, this.#events];
    const [time, event] = [times[0], events[0]];
    const [lastTime, lastEvent] = [times.pop(), events.pop()];
    if (time === undefined || event === undefined || lastTime === undefined || lastEvent === undefined)
      return undefined;
    if (times.length > 0) this.#sink(lastTime, lastEvent);
    return { time, event };
  }

  #sink(time: number, event: E): void {
    const [times, events] = [this.#times, this.#events];
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= times.length) break;
      if (child + 1 < times.length && (times[child + 1] as number) < (times[child] as number)) child++;
      if ((times[child] as number) >= time) break;
      this.#move(child, place);
      place = child;
    }
    times[place] = time;
    events[place] = event;
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from] as number;
    this.#events[to] = this.#events[from] as E;
  }
}
