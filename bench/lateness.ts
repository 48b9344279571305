/** How late each came (ms), relative to the most punctual one, where `perSecond` were to come evenly. */
export function latenessOf(arrivedAt: readonly number[], perSecond: number): number[] {
  const late = arrivedAt.map((at, n) => at - (n * 1_000) / perSecond);
  const first = Math.min(...late);
  return late.map((ms) => ms - first);
}

/** The smallest value that `share` of the numbers do not exceed. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
