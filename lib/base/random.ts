/** Seeded random numbers, so that a run can be repeated. Not for secrets: identities use the crypto global. */

/** A generator of numbers in [0, 1) (mulberry32, public domain). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The stream of random numbers for one index. The caller mixes its purpose into the seed, so that no two purposes
 * share a stream.
 *
 * @example
 * const random = streamFor(plan.seed ^ 0x1ea7e, visitNumber);
 */
export function streamFor(seed: number, index: number): Random {
  return seededRandom((Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0);
}

/** What `uniformMs` gives on average. */
export function middleMs({ minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }): number {
  return (minMs + maxMs) / 2;
}

export function uniformMs(range: { readonly minMs: number; readonly maxMs: number }, random: Random): number {
  return range.minMs + (range.maxMs - range.minMs) * random();
}
