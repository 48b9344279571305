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

/** A schedule that is being played. */
export interface Playback {
  /** Resolves at the end of the schedule, after its last item, or when stopped. */
  readonly over: Promise<void>;
  stop(): void;
}

/**
 * Calls `play` for each item at `startMs` plus its own time, in order; overdue items are played at once. Ends at
 * `endMs`.
 */
export function playBack<T extends { readonly atMs: number }>(
  clock: ExecutorClock,
  startMs: number,
  items: Iterator<T>,
  endMs: number,
  play: (item: T) => void,
): Playback {
  let cancel = () => {};
  let finish = () => {};
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const next = () => {
    for (let item = items.next(); !item.done; item = items.next()) {
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
    cancel = clock.at(endMs, finish);
  };
  next();
  const stop = () => {
    cancel();
    finish();
  };
  return { over, stop };
}
