import { isDeep } from '../deep.ts';

/** All runs of a property with `TEST_DEEP` set; a tenth of them, always the same, without. */
export function fuzzRuns(numRuns: number): { readonly numRuns: number; readonly seed?: number } {
  return isDeep ? { numRuns } : { numRuns: Math.ceil(numRuns / 10), seed: 21 };
}
