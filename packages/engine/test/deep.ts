import type { Lane } from '../src/contract/script.ts';

/** `npm run test:deep` sets TEST_DEEP: properties at full length, and every case in both lanes. */
export const isDeep = (process.env.TEST_DEEP ?? '') !== '';

/** Parameters of fast-check: a tenth of `all` runs from a fixed seed, or in test:deep all of them from a new one. */
export function propertyRuns(all = 100): { numRuns: number; seed?: number } {
  return isDeep ? { numRuns: all } : { numRuns: Math.ceil(all / 10), seed: 20_261_128 };
}

const BOTH: readonly Lane[] = ['async', 'worker'];

/** Both lanes in test:deep, the async lane alone otherwise: for what has the same code in both. */
export const anyLane: readonly Lane[] = isDeep ? BOTH : ['async'];
