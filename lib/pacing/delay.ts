import { setTimeout } from 'k6/timers';

/** Waits without blocking the VU. Global timer, so not inside `k6/ws` handlers. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
