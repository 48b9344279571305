import { TimerQueue, VirtualTimer } from './timers.ts';

/** When every virtual world begins. */
const BEGINS_AT_MS = Date.UTC(2026, 0, 5, 9);
/** No world lasts as long: one that does waits for something that never comes. */
const LONGEST_US = 24 * 3_600_000_000;
/** Node takes a longer delay for 1 ms. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

interface Watch {
  holds(): boolean;
  then(): void;
}

/** Turns of Node's own event loop, whatever stands in the place of its timers. */
export type Turn = () => Promise<void>;

/**
 * Time that passes only when nothing is left to do. One timer fires, then everything that follows from it is done, and
 * only then the next one fires, also when both are due at the same time: so what happens does not depend on how many
 * turns of the event loop a piece of code takes.
 */
export class VirtualClock {
  readonly #timers = new TimerQueue();
  readonly #turn: Turn;
  #nowUs = 0;
  #jumpedMs = 0;
  #order = 0;
  #immediates = 0;
  readonly #watches = new Set<Watch>();
  readonly #frozenBy = new Set<Promise<void>>();

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  /** Unix time in whole milliseconds. */
  readonly unixMs = (): number => BEGINS_AT_MS + this.#jumpedMs + Math.floor(this.#nowUs / 1_000);

  /** As `performance.now` gives it. It begins at 1 s, since 0 stands for "not yet" in places. */
  readonly monotonicMs = (): number => 1_000 + this.#nowUs / 1_000;

  get elapsedMs(): number {
    return this.#nowUs / 1_000;
  }

  /** Puts the clock of the wall forward, or back, as who sets it does. Timers and the monotonic clock know nothing of it. */
  jump(ms: number): void {
    this.#jumpedMs += ms;
  }

  /** Calls back once, after exactly that time. */
  afterUs(us: number, fire: () => void): VirtualTimer {
    const timer = new VirtualTimer(this.#nowUs + us, this.#order++, fire);
    this.#timers.add(timer);
    return timer;
  }

  /** A timer as `setTimeout` and `setInterval` make it. */
  set(kind: 'once' | 'repeated', delayMs: number, fire: () => void): VirtualTimer {
    const inRange = delayMs >= 1 && delayMs <= LONGEST_DELAY_MS;
    const us = inRange ? Math.trunc(delayMs) * 1_000 : 1_000;
    const timer = new VirtualTimer(this.#nowUs + us, this.#order++, fire, kind === 'repeated' ? us : undefined);
    this.#timers.add(timer);
    return timer;
  }

  /** Calls back once, at the first moment at which the condition holds, all else that happens then being done. */
  when(holds: () => boolean, then: () => void): void {
    this.#watches.add({ holds, then });
  }

  /** Something was left to the next turn of the event loop, or has been done in it. */
  countImmediate(change: 1 | -1): void {
    this.#immediates += change;
  }

  /** Stops the time while something happens that is not of this world: a file is read, a script is bundled. */
  async while<T>(real: Promise<T>): Promise<T> {
    const over = real.then(
      () => {},
      () => {},
    );
    this.#frozenBy.add(over);
    try {
      return await real;
    } finally {
      this.#frozenBy.delete(over);
    }
  }

  /** Lets the time pass until `play` is over. Rejects as it does, or when it is not over within a day. */
  async passUntil<T>(play: Promise<T>): Promise<T> {
    let isOver = false;
    const over = play.then(
      () => {
        isOver = true;
      },
      () => {
        isOver = true;
      },
    );
    for (;;) {
      await this.settle();
      if (isOver) return await play;
      if (this.#watch()) continue;
      if (this.#frozenBy.size === 0) this.#next();
      else await Promise.race([...this.#frozenBy, over]);
    }
  }

  /** Does all that is left to do at this moment. */
  async settle(): Promise<void> {
    do await this.#turn();
    while (this.#immediates > 0);
  }

  /** Whether anything was waited for that is so now. */
  #watch(): boolean {
    const due = [...this.#watches].filter(({ holds }) => holds());
    for (const watch of due) {
      this.#watches.delete(watch);
      watch.then();
    }
    return due.length > 0;
  }

  #next(): void {
    const timer = this.#timers.take();
    if (timer === undefined) throw new Error('nothing is left to wait for, and the run is not over');
    if (timer.dueUs > LONGEST_US) throw new Error('a day of virtual time has passed, and the run is not over');
    this.#nowUs = timer.dueUs;
    if (timer.everyUs === undefined) timer.isSet = false;
    timer.fire();
    if (timer.everyUs === undefined || !timer.isSet) return;
    timer.dueUs = this.#nowUs + timer.everyUs;
    timer.order = this.#order++;
    this.#timers.add(timer);
  }
}
