import type { Vu } from '../contract/vu.ts';
import type { ExecutorClock } from './clock.ts';
import type { VuPool } from './vu-pool.ts';

/** What an executor works with: a clock, VUs, and functions that run and count iterations. */
export interface ExecutorContext {
  readonly clock: ExecutorClock;
  readonly pool: VuPool;
  /** Runs one iteration of the scenario on that VU; never rejects. */
  iterate(vu: Vu, signal: AbortSignal): Promise<void>;
  /** Makes one more VU. Gives undefined when that failed, which ends the run. */
  grow(): Promise<Vu | undefined>;
  /** Counts a VU as active (+1) or no longer (-1). */
  active(change: 1 | -1): void;
  /** Counts iterations that were due and never started. */
  drop(count: number, vu?: Vu): void;
  warn(line: string): void;
}

/** One scenario's executor. */
export interface Executor {
  /** Resolves when its last iteration is over and its VUs are back in the pool. */
  run(): Promise<void>;
  /** Ends the executor now: running iterations are interrupted, none starts, and none counts as dropped. */
  cut(): void;
  /** 0 … 1. */
  progress(): number;
}

/** The share of `whole` that is done, from 0 to 1; 1 when there is nothing to do. */
export function progressFraction(done: number, whole: number): number {
  return whole > 0 ? Math.max(0, Math.min(1, done / whole)) : 1;
}
