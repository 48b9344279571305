/** `npm run test:deep` sets TEST_DEEP: all seeds, properties at full length, and the end-to-end runs that take minutes. */
export const isDeep = (process.env.TEST_DEEP ?? '') !== '';

/** Variants of one case, of which the first stands for all unless all are to run. */
export function variants<T>(all: readonly T[]): readonly T[] {
  return isDeep ? all : all.slice(0, 1);
}
