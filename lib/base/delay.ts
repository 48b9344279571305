import { setTimeout } from 'k6/timers';

/**
 * A timer that fires later than this (ms) shows that the load generator is at its limit: its measurements are off by
 * as much.
 */
export const LATE_MS = 500;

/** Waits without blocking the VU. Global timer, so not inside `k6/ws` handlers. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
