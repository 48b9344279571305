import { setTimeout as sleep } from 'node:timers/promises';

/** The time of a night. It is handed in, so that a test need not wait for one. */
export interface NightClock {
  /** Unix ms. */
  now(): number;
  /** Resolves at a time (Unix ms), and at once when it is past or `signal` is aborted. */
  waitUntil(atMs: number, signal: AbortSignal): Promise<void>;
}

/** A machine that sleeps, or whose clock is put right, is not late by more than this. */
const LOOK_MS = 10_000;

/** The clock of this machine. A wait looks at it again and again, since a timer stands still while the machine sleeps. */
export const MACHINE_CLOCK: NightClock = {
  now: () => Date.now(),
  async waitUntil(atMs, signal) {
    for (let left = atMs - Date.now(); left > 0 && !signal.aborted; left = atMs - Date.now())
      await sleep(Math.min(left, LOOK_MS), undefined, { signal }).catch(() => undefined);
  },
};
