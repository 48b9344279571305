/**
 * A number in [0, 1) for each key, so that a run and its twin without the fault draw the same for the same visit. The
 * mixing is that of MurmurHash3's finaliser (public domain).
 */
export function keyed(seed: number, ...keys: readonly number[]): number {
  let hash = seed | 0;
  for (const key of keys) hash = mix(hash ^ Math.imul(key + 0x9e3779b9, 0x85ebca6b));
  return (mix(hash) >>> 0) / 4_294_967_296;
}

function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Draws one after another from one seed. */
export class Draws {
  readonly #seed: number;
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  next(): number {
    return keyed(this.#seed, this.#count++);
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.next();
  }

  /** Log-uniform: each factor is as likely as another. */
  log(least: number, most: number): number {
    return least * (most / least) ** this.next();
  }

  of<T>(all: readonly T[]): T {
    const one = all[Math.floor(this.next() * all.length)];
    if (one === undefined) throw new Error('nothing to draw from');
    return one;
  }
}
