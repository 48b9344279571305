import { performance } from 'node:perf_hooks';

/** The time of executors. Tests use a virtual clock. */
export interface ExecutorClock {
  /** Monotonic ms from any origin. */
  now(): number;
  /** Calls back once, at that time or as soon after it as possible. Gives a function that cancels the call. */
  at(timeMs: number, callback: () => void): () => void;
  /** Lets the event loop turn once, so that a VU whose iterations take no time does not starve timers and sockets. */
  turn(): Promise<void>;
}

/** Longest timer that is armed. Node fires at once for a delay above 2^31 - 1 ms. */
const LONGEST_TIMER_MS = 2_000_000_000;

export const systemClock: ExecutorClock = {
  now: () => performance.now(),
  at(timeMs, callback) {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const wait = Math.min(Math.max(0, Math.ceil(timeMs - performance.now())), LONGEST_TIMER_MS);
      timer = setTimeout(fire, wait);
    };
    // A timer of Node may fire up to a millisecond early.
    const fire = () => (performance.now() < timeMs ? arm() : callback());
    arm();
    return () => clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

/**
 * Calls `play` for each item at `startMs` plus its own time, in order; overdue items are played at once. Resolves at
 * `endMs`, or once `signal` fires, after which nothing is played.
 */
export function playBack<T extends { readonly atMs: number }>(
  clock: ExecutorClock,
  { startMs, endMs, signal }: { readonly startMs: number; readonly endMs: number; readonly signal: AbortSignal },
  items: Iterator<T>,
  play: (item: T) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let cancel = () => {};
    const next = () => {
      for (let item = items.next(); !signal.aborted; item = items.next()) {
        if (item.done) {
          cancel = clock.at(endMs, resolve);
          return;
        }
        const { value } = item;
        const due = startMs + value.atMs;
        if (due > clock.now()) {
          cancel = clock.at(due, () => {
            play(value);
            next();
          });
          return;
        }
        play(value);
      }
      resolve();
    };
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
    next();
  });
}
