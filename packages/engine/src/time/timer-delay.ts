/** The longest that Node waits, 25 days: it takes a longer delay for 1 ms. */
const longestMs = 2 ** 31 - 1;

/** A delay as `setTimeout` may have it. */
export function timerMs(delayMs: number): number {
  return Math.min(delayMs, longestMs);
}
