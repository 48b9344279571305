import { isDeep } from '../deep.ts';

/** The seeds of a statistic over `count` of them: all, or the first tenth. */
export const seedsOf = (count: number): number[] => Array.from({ length: isDeep ? count : count / 10 }, (_, n) => n);

/** How many of `all` have to come out right, when at most `share` of them may not. */
export const required = (all: readonly unknown[], share: number): number =>
  all.length - Math.floor(all.length * share + 1e-9);

/** Parameters of a fast-check property over `runs` draws: new draws each time, or a tenth of them with a fixed seed. */
export const draws = (runs: number): { numRuns: number; seed?: number } =>
  isDeep ? { numRuns: runs } : { numRuns: runs / 10, seed: 1 };

/** Options of tests that only compute: a slow machine may take as long as it needs. */
export const NO_TIME_LIMIT = { timeout: 0 };
