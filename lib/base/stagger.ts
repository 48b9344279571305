import type { Random } from './random.ts';

/** So many spacings is the most by which an arrival strays: neighbours then mix as those of independent people do. */
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
