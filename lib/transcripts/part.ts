import type { Dialogue, Side } from './dialogue.ts';

/** What one side does next in a transcript. */
export type Next =
  | { readonly kind: 'speak'; readonly turn: number; readonly text: string }
  /** The other side's turn comes first. */
  | { readonly kind: 'listen' }
  | { readonly kind: 'over' };

/**
 * One side's part in a transcript: speaks its own turns in order, each once the other side's turns before it have been
 * heard. Knows counts, not texts heard, so that order of arrival means nothing. Keeps its own texts alone, and those
 * only until they are spoken: ten thousand parts are open at once.
 */
export class Part {
  /** Own turns by their text; `undefined` where the other side speaks. */
  readonly #lines: (string | undefined)[];
  /** Index of the first turn that is neither spoken nor heard. */
  #cursor = 0;
  #heard = 0;

  constructor(dialogue: Dialogue, side: Side) {
    this.#lines = dialogue.turns.map(({ from, text }) => (from === side ? text : undefined));
  }

  /** How many turns this side still has to speak. */
  get turns(): number {
    return this.#lines.filter((line) => line !== undefined).length;
  }

  /** The other side has spoken once more. */
  hear(): void {
    this.#heard++;
  }

  /** The turn that `next` offered has been spoken. */
  spoke(): void {
    this.#lines[this.#cursor++] = undefined;
  }

  next(): Next {
    for (; this.#cursor < this.#lines.length; this.#cursor++) {
      const text = this.#lines[this.#cursor];
      if (text !== undefined) return { kind: 'speak', turn: this.#cursor, text };
      if (this.#heard === 0) return { kind: 'listen' };
      this.#heard--;
    }
    return { kind: 'over' };
  }

  /** True when every turn of both sides has been spoken or heard. */
  get complete(): boolean {
    return this.next().kind === 'over';
  }
}
