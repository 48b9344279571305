import type { Dialogue, Side } from './dialogue.ts';

/** What one side does next in a transcript. */
export type Next =
  | { readonly kind: 'speak'; readonly turn: number; readonly text: string }
  /** The other side's turn comes first. */
  | { readonly kind: 'listen' }
  | { readonly kind: 'over' };

/** The length of a text stands before it, in so many digits of this base: code units that make no string a wider one. */
const DIGITS = 3;
const BASE = 128;

/**
 * One side's part in a transcript: speaks its own turns in order, each once the other side's turns before it have been
 * heard. Knows counts, not texts heard, so that order of arrival means nothing. Ten thousand parts are open at once, so
 * one is a single string: a turn after the other, each its length and its text, of length 0 where the other side speaks.
 */
export class Part {
  readonly #script: string;
  /** How many turns this side has to speak. */
  readonly turns: number;
  /** Index of the first turn that is neither spoken nor heard, and where it begins in the script. */
  #turn = 0;
  #at = 0;
  #heard = 0;

  constructor(dialogue: Dialogue, side: Side) {
    const own = dialogue.turns.map(({ from, text }) => (from === side ? text : ''));
    this.#script = own.map((text) => `${digitsOf(text.length)}${text}`).join('');
    this.turns = own.filter((text) => text !== '').length;
  }

  /** The other side has spoken once more. */
  hear(): void {
    this.#heard++;
  }

  /** The turn that `next` offered has been spoken. */
  spoke(): void {
    this.#pass();
  }

  next(): Next {
    for (; this.#at < this.#script.length; this.#pass()) {
      const length = this.#length();
      if (length > 0) {
        const from = this.#at + DIGITS;
        return { kind: 'speak', turn: this.#turn, text: this.#script.slice(from, from + length) };
      }
      if (this.#heard === 0) return { kind: 'listen' };
      this.#heard--;
    }
    return { kind: 'over' };
  }

  #pass(): void {
    this.#at += DIGITS + this.#length();
    this.#turn++;
  }

  /** Of the text at the cursor. */
  #length(): number {
    let length = 0;
    for (let digit = 0; digit < DIGITS; digit++) length = length * BASE + this.#script.charCodeAt(this.#at + digit);
    return length;
  }

  /** True when every turn of both sides has been spoken or heard. */
  get complete(): boolean {
    return this.next().kind === 'over';
  }
}

function digitsOf(length: number): string {
  return String.fromCharCode(Math.floor(length / BASE ** 2), Math.floor(length / BASE) % BASE, length % BASE);
}
