import type { Metric, Tags } from '../contract/metrics.ts';
import type { IterationJob } from '../contract/vu.ts';
import type { Traffic } from '../ports/io.ts';
import type { Iteration } from './iteration.ts';
import type { VuTags } from './vu-tags.ts';

/** What a VU is for. Only `vu` has a scenario. */
export type VuRole = 'vu' | 'setup' | 'teardown' | 'handleSummary';

/** The VU whose code runs, as the k6 modules see it. */
export interface CurrentVu {
  readonly idInInstance: number;
  readonly idInTest: number;
  readonly role: VuRole;
  readonly tags: VuTags;
  /** Timers of `setTimeout` and `setInterval` by their id. */
  readonly timers: Map<number, { clear(): void }>;
  /** The id of the timer that was made last. */
  lastTimer: number;
  readonly traffic: Traffic;
  /** The group that runs now, `''` at the root. */
  group: string;
  /** Undefined in the init context. */
  readonly iteration: Iteration | undefined;
  readonly job: IterationJob | undefined;
  /** `__ITER`, and `exec.vu.iterationInInstance`. */
  readonly iterationInInstance: number;
  /** `__ENV`: the environment with the scenario's own on top, a copy that the VU may change. */
  readonly env: Record<string, string>;
  /** State that a module keeps for this VU, made when it is first asked for. */
  state<T>(key: symbol, make: () => T): T;
  forget(key: symbol): void;
  /** Pushes a sample, unless the iteration was interrupted or failed. */
  push(metric: Metric, value: number, tags?: Tags, timeMs?: number): void;
}
