/**
 * How much of a long test runs: all of it when `TEST_DEEP` is set, otherwise a seeded tenth, so that `npm test` stays
 * quick and plays the same cases each time.
 */
export const isDeep = process.env.TEST_DEEP !== undefined && process.env.TEST_DEEP !== '';

export const deep = (count: number): number => (isDeep ? count : Math.ceil(count / 10));

/** The options of a fast-check property of `count` runs. */
export const runs = (count: number) => (isDeep ? { numRuns: count } : { numRuns: deep(count), seed: 1 });
