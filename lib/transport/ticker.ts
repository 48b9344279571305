import { clearInterval, setInterval } from 'k6/timers';

const listeners = new Set<() => void>();
let interval: ReturnType<typeof setInterval> | undefined;

/**
 * One timer for all sessions of a VU. Calls `listener` every `everyMs`, the same for all, until the answer is called;
 * the timer is gone with its last listener, since a pending one keeps a k6 iteration from ending.
 */
export function onTick(everyMs: number, listener: () => void): () => void {
  listeners.add(listener);
  interval ??= setInterval(() => {
    for (const each of [...listeners]) each();
  }, everyMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || interval === undefined) return;
    clearInterval(interval);
    interval = undefined;
  };
}
