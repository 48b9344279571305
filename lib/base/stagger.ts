import type { Random } from './random.ts';

/** The largest displacement of an arrival, in spacings: large enough to mix neighbours as independent people would. */
const SPACINGS = 10;

export type Staggering = 'uniform' | 'natural';

/**
 * How long an arrival waits beyond its place in an even schedule, in ms. Evenly spaced arrivals that stray
 * independently by several spacings come close to a Poisson process (displacement theorem); `uniform` ones do not stray.
 */
export function strayMs(staggering: Staggering, spacingMs: number, random: Random): number {
  return random() * maxStrayMs(staggering, spacingMs);
}

export function maxStrayMs(staggering: Staggering, spacingMs: number): number {
  return staggering === 'uniform' ? 0 : SPACINGS * spacingMs;
}
