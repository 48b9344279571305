import { performance } from 'node:perf_hooks';

/** Time as executors see it. Tests put a clock of their own in its place. */
export interface ExecutorClock {
  /** Monotonic ms from any origin. */
  now(): number;
  /** Calls back once, at that time or as soon after as possible; the answer takes it back. */
  at(timeMs: number, callback: () => void): () => void;
  /** Lets the event loop turn once: a VU whose iterations take no time must not starve timers and sockets. */
  turn(): Promise<void>;
}

/** Node caps a timer at 2^31 - 1 ms and then fires at once. */
const LONGEST_TIMER_MS = 2_000_000_000;

export const systemClock: ExecutorClock = {
  now: () => performance.now(),
  at(timeMs, callback) {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const wait = Math.min(Math.max(0, Math.ceil(timeMs - performance.now())), LONGEST_TIMER_MS);
      timer = setTimeout(fire, wait);
    };
    // Timers of Node may come up to a millisecond early.
    const fire = () => (performance.now() < timeMs ? arm() : callback());
    arm();
    return () => clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

/** A schedule being played. */
export interface Playback {
  /** Resolves at the end of the schedule, after its last item, or when stopped. */
  readonly over: Promise<void>;
  stop(): void;
}

/** Calls `play` for each item at `startMs` plus its own time, in order, those overdue at once; ends at `endMs`. */
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
