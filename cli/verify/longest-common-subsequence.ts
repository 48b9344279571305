/**
 * A longest common subsequence of `a` and `b`, as pairs of places that ascend in both.
 *
 * @example longestCommonSubsequence(['a', 'b', 'c'], ['a', 'c']) // [[0, 0], [2, 1]]
 */
export function longestCommonSubsequence(a: readonly string[], b: readonly string[]): [number, number][] {
  const pairs: [number, number][] = [];
  let start = 0;
  // Nearly always the sequences are equal, and nothing is left after this loop.
  while (start < a.length && start < b.length && a[start] === b[start]) pairs.push([start, start++]);
  let endA = a.length;
  let endB = b.length;
  const tail: [number, number][] = [];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) tail.unshift([--endA, --endB]);
  for (const [i, j] of between(a.slice(start, endA), b.slice(start, endB))) pairs.push([start + i, start + j]);
  return [...pairs, ...tail];
}

/** The textbook algorithm: a table of the lengths for the rests from (i, j) on. */
function between(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
