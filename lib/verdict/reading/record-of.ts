/** A figure for each key. */
export function recordOf<K extends string, T>(keys: readonly K[], figure: (key: K) => T): Record<K, T> {
  return Object.fromEntries(keys.map((key) => [key, figure(key)])) as Record<K, T>;
}
