import { setTimeout } from 'k6/timers';

/** A timer that is later than this says that the load generator is at its limit; what it measures is then off by as much. */
export const LATE_MS = 500;

/** Waits without blocking the VU. Global timer, so not inside `k6/ws` handlers. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
