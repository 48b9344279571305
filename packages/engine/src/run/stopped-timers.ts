const STOPPED = /^set(?:Timeout|Interval) \d+ was stopped because the VU iteration was interrupted$/;
/** So many are named one by one, as k6 does. An interrupt of thousands of VUs would flood the log. */
const MOST_NAMED = 3;

/** Keeps what is said of timers that an interrupt stopped, and says it once. */
export class StoppedTimers {
  readonly #named: string[] = [];
  #count = 0;

  /** Whether the message is about a stopped timer; it is then kept. */
  takes(message: string): boolean {
    if (!STOPPED.test(message)) return false;
    this.#count++;
    if (this.#named.length < MOST_NAMED) this.#named.push(message);
    return true;
  }

  /** What was kept: a line for each of a few, or one with their number. Nothing is kept any more. */
  said(): readonly string[] {
    const all = this.#named.splice(0);
    const count = this.#count;
    this.#count = 0;
    return count > MOST_NAMED ? [`${count} timers were stopped because their VU iterations were interrupted`] : all;
  }
}
