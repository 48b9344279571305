import type { SummaryMetrics } from '../measures/readings.ts';
import type { SetupData } from '../play/setup.ts';

/** What k6 hands to handleSummary (docs/facts/k6.md section 7). */
export interface SummaryInput {
  readonly metrics: SummaryMetrics;
  readonly state: { readonly testRunDurationMs: number };
  /** What setup returned (docs/facts/k6.md section 7). */
  readonly setup_data?: SetupData;
}

/**
 * Which conversations of the org belong to this run, and when it was. `headroom verify` and `cleanup` find them by
 * it.
 */
export interface RunMark {
  readonly id?: string;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** `nowMs` is Unix time at the end of the run. */
export function markOf({ state, setup_data }: SummaryInput, nowMs: number): RunMark {
  const from = new Date(nowMs - state.testRunDurationMs).toISOString();
  return { ...(setup_data === undefined ? {} : { id: setup_data.runId }), from, to: new Date(nowMs).toISOString() };
}
