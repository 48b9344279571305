import type { Dialogue, Side } from './dialogue.ts';

/** The next step of one side of a transcript. */
export type Next =
  | { readonly kind: 'speak'; readonly turn: number; readonly text: string }
  /** The other side speaks next. */
  | { readonly kind: 'listen' }
  | { readonly kind: 'over' };

/**
 * A text is stored behind its length, which takes this many digits in this base. The digits are ASCII, so that a
 * string of one-byte characters stays one.
 */
const DIGITS = 3;
const BASE = 128;

/**
 * One side's part in a transcript. It speaks its turns in order, each as soon as the turns of the other side before
 * it have been heard. It counts what it hears and compares no text, so that the order of arrival does not matter. Ten
 * thousand parts are open at once, so each is a single string: one turn after another, a length and a text, with
 * length 0 for a turn of the other side.
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

  /** How many turns this side speaks before the first of the other side; infinity where the other side has none. */
  get turnsBeforeOther(): number {
    let own = 0;
    for (let at = 0; at < this.#script.length; own++) {
      const length = this.#lengthAt(at);
      if (length === 0) return own;
      at += DIGITS + length;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** The texts that this side has to speak, in order. */
  texts(): string[] {
    const texts: string[] = [];
    for (let at = 0; at < this.#script.length; ) {
      const from = at + DIGITS;
      at = from + this.#lengthAt(at);
      if (at > from) texts.push(this.#script.slice(from, at));
    }
    return texts;
  }

  /** How many turns the other side has before this side's turn `own` (from 0); all of them where there is no such turn. */
  otherTurnsBefore(own: number): number {
    let others = 0;
    for (let at = 0, turn = 0; at < this.#script.length; ) {
      const length = this.#lengthAt(at);
      if (length === 0) others++;
      else if (turn++ === own) return others;
      at += DIGITS + length;
    }
    return others;
  }

  /** Place in the transcript, from 0, of the first turn that is neither spoken nor heard. */
  get turn(): number {
    return this.#turn;
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
      const length = this.#lengthAt(this.#at);
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
    this.#at += DIGITS + this.#lengthAt(this.#at);
    this.#turn++;
  }

  /** Of the text whose length stands at `at` in the script; 0 for a turn of the other side. */
  #lengthAt(at: number): number {
    let length = 0;
    for (let digit = 0; digit < DIGITS; digit++) length = length * BASE + this.#script.charCodeAt(at + digit);
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
