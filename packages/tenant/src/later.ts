/** Work for later that does not outlive the tenant. */
export class Later {
  readonly #timers = new Set<NodeJS.Timeout>();

  /** Runs `then` after `ms`. */
  after(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, ms);
    this.#timers.add(timer);
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
