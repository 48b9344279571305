/** A span of time in which something was in one state; without `toMs`, it still is. */
export interface StateSpan<T> {
  readonly state: T;
  /** Unix time (ms). */
  readonly fromMs: number;
  readonly toMs: number | undefined;
}

/** Changes that are kept, the latest. */
const MAX_CHANGES = 1_000;

/** In which state something was, and when. Before the first change nothing is known. */
export class StateHistory<T> {
  readonly #changes: { readonly state: T; readonly atMs: number }[] = [];

  /** From `atMs` (Unix ms) on the state is this one. Adding the state that is there changes nothing. */
  add(state: T, atMs: number): void {
    if (this.#changes.at(-1)?.state === state) return;
    if (this.#changes.push({ state, atMs }) > MAX_CHANGES) this.#changes.shift();
  }

  /** The spans that touch the time from `fromMs` to `toMs`, each whole. */
  spans(fromMs: number, toMs: number): StateSpan<T>[] {
    return this.#changes
      .map(({ state, atMs }, index) => ({ state, fromMs: atMs, toMs: this.#changes[index + 1]?.atMs }))
      .filter((span) => span.fromMs < toMs && (span.toMs ?? Number.POSITIVE_INFINITY) > fromMs);
  }
}
