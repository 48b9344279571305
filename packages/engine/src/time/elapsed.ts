import { performance } from 'node:perf_hooks';

/**
 * Milliseconds between two readings of `performance.now()`, to the microsecond, which is what trends keep compactly.
 */
export function elapsedMs(from: number, to: number = performance.now()): number {
  return toMicroseconds(to - from);
}

/** Rounds to the microsecond. Sums of rounded times need it again, since 0.1 + 0.2 is not 0.3. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
