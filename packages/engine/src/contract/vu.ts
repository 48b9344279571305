import type { Tags } from './metrics.ts';

/** What a script may read of its scenario: `exec.scenario`. */
export interface ScenarioView {
  readonly name: string;
  readonly executor: string;
  /** Unix ms at which this scenario's executor started on this instance. */
  readonly startTime: number;
  /** 0 … 1. */
  progress(): number;
  readonly env: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** The exported function to run. */
  readonly exec: string;
}

/** One iteration to run. */
export interface IterationJob {
  readonly scenario: ScenarioView;
  /** `exec.scenario.iterationInInstance`. */
  readonly iterationInInstance: number;
  /** `exec.scenario.iterationInTest`, unique over all segments. */
  readonly iterationInTest: number;
  /** `exec.vu.iterationInScenario`. */
  readonly iterationInScenario: number;
}

export type IterationOutcome =
  | { readonly kind: 'complete' }
  /** The exec function threw or rejected; logged by the host, counted as complete by the run. */
  | { readonly kind: 'threw'; readonly message: string }
  /** `signal` fired before the iteration was complete. */
  | { readonly kind: 'interrupted' };

/** One virtual user: a module scope of its own, one iteration at a time. */
export interface Vu {
  /** `exec.vu.idInInstance`, 1-based; one pool for all scenarios. */
  readonly idInInstance: number;
  /** `exec.vu.idInTest`, 1-based, unique over all segments. */
  readonly idInTest: number;
  /**
   * Runs one iteration until its timers, sockets and requests are done, or until `signal` fires: then sockets get close
   * 1000, timers are dropped and no sample is pushed any more. The VU pushes `data_sent` and `data_received`, and
   * unless interrupted `iterations` and `iteration_duration`; then it waits out `minIterationDuration`. The run pushes
   * `vus`, `vus_max` and `dropped_iterations`. Rejects only with a RunEnd.
   */
  run(job: IterationJob, signal: AbortSignal): Promise<IterationOutcome>;
  dispose(): Promise<void>;
}
