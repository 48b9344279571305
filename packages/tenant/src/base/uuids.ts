import { flatText } from './flat-text.ts';

/** UUIDs of version 4, drawn from a seed: the same calls in the same order have the same ids. */
export class Uuids {
  readonly #random: () => number;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  next(): string {
    const [a, b, c, d] = [this.#word(), this.#word(), this.#word(), this.#word()];
    const [second, third] = [hex(b), hex(c)];
    const end = `${VARIANTS[c >>> 30]}${third.slice(1, 4)}-${third.slice(4)}${hex(d)}`;
    return flatText(`${hex(a)}-${second.slice(0, 4)}-4${second.slice(5)}-${end}`);
  }

  #word(): number {
    return Math.floor(this.#random() * 4_294_967_296);
  }
}

/** The first digit of the fourth group: its two upper bits say RFC 9562's variant. */
const VARIANTS = ['8', '9', 'a', 'b'];

/** A 32-bit word as eight digits: a leading 1 keeps the zeros, and is cut off. */
const hex = (word: number): string => (4_294_967_296 + word).toString(16).slice(1);
