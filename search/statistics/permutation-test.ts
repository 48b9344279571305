import type { Random } from '../../lib/base/random.ts';
import { mean } from '../../lib/base/statistics.ts';

/** The maximum of splits that are enumerated; above it they are drawn at random. */
const MAX_EXACT_SPLITS = 200_000;
const DRAWN = 20_000;
/** Tolerance: sums of the same numbers in another order differ by rounding. */
const TINY = 1e-9;

/**
 * The one-sided p of a permutation test on the difference of means: how often a random split of all values puts the
 * mean of `more` at least as far above that of `less` as it is. It is exact up to 200,000 splits, and else from 20,000
 * draws.
 */
export function permutationP(less: readonly number[], more: readonly number[], random: Random): number {
  const all = [...less, ...more];
  const observed = sum(more);
  const splits = choose(all.length, more.length);
  if (splits <= MAX_EXACT_SPLITS) return countSplits(all, more.length, observed) / splits;
  let hits = 1;
  for (let draw = 0; draw < DRAWN; draw++) if (sum(sample(all, more.length, random)) >= observed - TINY) hits++;
  return hits / (DRAWN + 1);
}

/** The two-sided p: twice the smaller one-sided p, at most 1. */
export function twoSidedP(a: readonly number[], b: readonly number[], random: Random): number {
  const [less, more] = mean(a) <= mean(b) ? [a, b] : [b, a];
  return Math.min(1, 2 * permutationP(less, more, random));
}

function countSplits(all: readonly number[], size: number, observed: number): number {
  const count = (from: number, left: number, total: number): number => {
    if (left === 0) return total >= observed - TINY ? 1 : 0;
    let hits = 0;
    for (let at = from; at <= all.length - left; at++) hits += count(at + 1, left - 1, total + (all[at] ?? 0));
    return hits;
  };
  return count(0, size, 0);
}

function sample(all: readonly number[], size: number, random: Random): number[] {
  return shuffled(all, random).slice(0, size);
}

/** A random order of the values (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const out = [...values];
  for (let at = out.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [a, b] = [out[at], out[other]];
    if (a !== undefined && b !== undefined) [out[at], out[other]] = [b, a];
  }
  return out;
}

/** The binomial coefficient: the number of subsets of `size` out of `of`. */
export function choose(of: number, size: number): number {
  let result = 1;
  for (let at = 1; at <= size; at++) result = (result * (of - size + at)) / at;
  return Math.round(result);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
