/** The longest delay of a Node timer, 25 days. A longer one would fire after 1 ms. */
const longestMs = 2 ** 31 - 1;

/** A delay in ms that `setTimeout` can take: `delayMs`, capped at the longest one. */
export function timerMs(delayMs: number): number {
  return Math.min(delayMs, longestMs);
}
