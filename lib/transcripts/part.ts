import type { Dialogue, Side } from './dialogue.ts';

/** What one side does next in a transcript. */
export type Next =
  | { readonly kind: 'speak'; readonly turn: number; readonly text: string }
  /** The other side's turn comes first. */
  | { readonly kind: 'listen' }
  | { readonly kind: 'over' };

/**
 * One side's part in a transcript: speaks its own turns in order, each once the other side's turns before it have been
 * heard. Knows counts, not texts heard, so that order of arrival means nothing.
 */
export class Part {
  readonly #dialogue: Dialogue;
  readonly #side: Side;
  /** Index of the first turn that is neither spoken nor heard. */
  #cursor = 0;
  #heard = 0;
  #heardBeforeCursor = 0;

  constructor(dialogue: Dialogue, side: Side) {
    this.#dialogue = dialogue;
    this.#side = side;
  }

  get dialogue(): Dialogue {
    return this.#dialogue;
  }

  /** The other side has spoken once more. */
  hear(): void {
    this.#heard++;
  }

  /** The turn that `next` offered has been spoken. */
  spoke(): void {
    this.#cursor++;
  }

  next(): Next {
    for (;;) {
      const turn = this.#dialogue.turns[this.#cursor];
      if (turn === undefined) return { kind: 'over' };
      if (turn.from === this.#side) return { kind: 'speak', turn: this.#cursor, text: turn.text };
      if (this.#heardBeforeCursor >= this.#heard) return { kind: 'listen' };
      this.#heardBeforeCursor++;
      this.#cursor++;
    }
  }

  /** True when every turn of both sides has been spoken or heard. */
  get complete(): boolean {
    return this.next().kind === 'over';
  }
}
