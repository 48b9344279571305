/** All runs of a property with `TEST_DEEP` set; a tenth of them, always the same, without. */
export function fuzzRuns(numRuns: number): { readonly numRuns: number; readonly seed?: number } {
  return process.env.TEST_DEEP ? { numRuns } : { numRuns: Math.ceil(numRuns / 10), seed: 21 };
}
