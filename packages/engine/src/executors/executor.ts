import type { Vu } from '../contract/vu.ts';
import type { ExecutorClock } from './clock.ts';
import type { VuPool } from './vu-pool.ts';

/** What an executor works with: time, VUs, and how an iteration is run and counted. */
export interface ExecutorContext {
  readonly clock: ExecutorClock;
  readonly pool: VuPool;
  /** Runs one iteration of the scenario on that VU; never rejects. */
  iterate(vu: Vu, signal: AbortSignal): Promise<void>;
  /** One VU more, made in the background; undefined when that failed, which ends the run. */
  grow(): Promise<Vu | undefined>;
  /** Counts a VU as active (+1) or no longer (-1). */
  active(change: 1 | -1): void;
  /** Iterations that were due and never started. */
  drop(count: number, vu?: Vu): void;
  warn(line: string): void;
}

/** One scenario's executor. */
export interface Executor {
  /** Resolves when its last iteration is over and its VUs are back in the pool. */
  run(): Promise<void>;
  /** Ends everything now: running iterations are interrupted, nothing more starts, nothing counts as dropped. */
  cut(): void;
  /** 0 … 1. */
  progress(): number;
}

/** How far along `done` of `whole` is: 0 … 1. */
export function progressFraction(done: number, whole: number): number {
  return whole > 0 ? Math.max(0, Math.min(1, done / whole)) : 1;
}
