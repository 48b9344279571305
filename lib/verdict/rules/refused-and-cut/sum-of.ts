/** The sum of one figure of all. */
export function sumOf<K extends string>(all: readonly Readonly<Record<K, number>>[], figure: K): number {
  return all.reduce((sum, one) => sum + one[figure], 0);
}
