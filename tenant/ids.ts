/** Ids in the shape of UUID v4, drawn from a seed: the same things happening in the same order have the same ids. */
export class Ids {
  readonly #random: () => number;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  next(): string {
    const word = () => Math.floor(this.#random() * 4_294_967_296);
    const hex = (value: number, digits: number) => (value % 16 ** digits).toString(16).padStart(digits, '0');
    const [a, b, c, d] = [word(), word(), word(), word()];
    const variant = (8 + (c % 4)).toString(16);
    return `${hex(a, 8)}-${hex(b, 4)}-4${hex(b >>> 16, 3)}-${variant}${hex(c >>> 8, 3)}-${hex(c, 4)}${hex(d, 8)}`;
  }
}
