import type { SampleSink } from '../contract/metrics.ts';

/** What a run has come to, as its view shows it. */
export interface RunState {
  /** From the start of setup on (ms). */
  readonly elapsedMs: number;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Thresholds that did not hold when they were evaluated last; of how many metrics. */
  readonly failing: readonly string[];
}

/** What a program shows of its run while it lasts, beside what the engine does: it sees every sample. */
export interface RunView extends SampleSink {
  /** Short lines, for a terminal or for a log. */
  lines(state: RunState): readonly string[];
}
