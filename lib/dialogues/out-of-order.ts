/**
 * The smallest set of indices to move so that `places` ascend: all but a longest ascending subsequence. The places
 * are distinct, and nearly always ascend already.
 */
export function outOfOrder(places: readonly number[]): number[] {
  if (places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0))) return [];
  // Of the longest ascending subsequence that ends at an index: its length, and the index before.
  const lengths: number[] = [];
  const before: number[] = [];
  let last = 0;
  places.forEach((place, index) => {
    lengths[index] = 1;
    before[index] = -1;
    for (let earlier = 0; earlier < index; earlier++) {
      if ((places[earlier] ?? 0) > place || (lengths[earlier] ?? 0) < (lengths[index] ?? 0)) continue;
      lengths[index] = (lengths[earlier] ?? 0) + 1;
      before[index] = earlier;
    }
    if ((lengths[index] ?? 0) > (lengths[last] ?? 0)) last = index;
  });
  const kept = new Set<number>();
  for (let index = last; index >= 0; index = before[index] ?? -1) kept.add(index);
  return [...places.keys()].filter((index) => !kept.has(index));
}
