import { clearInterval, setInterval } from 'k6/timers';

/** A tick is spread over so many steps, none shorter than this: who has to speak at the same tick does not at once. */
const MOST_STEPS = 10;
const SHORTEST_STEP_MS = 50;

const listeners: Set<() => void>[] = [];
let interval: ReturnType<typeof setInterval> | undefined;
let added = 0;
let step = 0;

/**
 * One timer for all sessions of a VU. Calls `listener` every `everyMs`, the same for all, until the answer is called;
 * the timer is gone with its last listener, since a pending one keeps a k6 iteration from ending.
 */
export function onTick(everyMs: number, listener: () => void): () => void {
  const steps = Math.max(1, Math.min(MOST_STEPS, Math.floor(everyMs / SHORTEST_STEP_MS)));
  while (listeners.length < steps) listeners.push(new Set());
  const together = listeners[added++ % steps] as Set<() => void>;
  together.add(listener);
  interval ??= setInterval(() => {
    for (const each of [...(listeners[step++ % steps] as Set<() => void>)]) each();
  }, everyMs / steps);
  return () => {
    together.delete(listener);
    if (interval === undefined || listeners.some(({ size }) => size > 0)) return;
    clearInterval(interval);
    interval = undefined;
  };
}
