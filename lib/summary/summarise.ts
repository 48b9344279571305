import { type Prepared, planIn } from '../plan/prepared.ts';
import type { SetupData } from '../plan/setup.ts';
import { verdictOn } from '../verdict/verdict.ts';
import { crossedThresholds, readSummary, type SummaryMetrics } from './reading.ts';
import { shareOf } from './share.ts';
import { summaryText } from './text.ts';

export interface SummaryInput {
  readonly metrics: SummaryMetrics;
  readonly state: { readonly testRunDurationMs: number };
  /** What setup returned (k6.md section 7). */
  readonly setup_data?: SetupData;
}

/** Which conversations of the org are this run's, and when they were: `headroom verify` and `cleanup` look for them. */
export interface RunMark {
  readonly id?: string;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
}

function markOf({ state, setup_data }: SummaryInput, nowMs: number): RunMark {
  const from = new Date(nowMs - state.testRunDurationMs).toISOString();
  return { ...(setup_data === undefined ? {} : { id: setup_data.runId }), from, to: new Date(nowMs).toISOString() };
}

/**
 * What handleSummary returns: the text, and the result as JSON where `-e RESULT=path` names a file. k6 creates no
 * folder for it.
 */
export function summarise(script: string, prepared: Prepared, data: SummaryInput, resultPath: string | undefined) {
  const plan = planIn(prepared);
  const reading = readSummary(data.metrics, data.state.testRunDurationMs);
  const verdict = verdictOn(reading, plan);
  const crossed = crossedThresholds(data.metrics);
  const files: Record<string, string> = {
    stdout: summaryText(script, plan, reading, verdict, crossed, shareOf(data.setup_data?.segment)),
  };
  if (resultPath) {
    const run = markOf(data, Date.now());
    const result = { script, run, plan, verdict: verdict ?? null, crossed, reading, metrics: data.metrics };
    files[resultPath] = `${JSON.stringify(result, null, 2)}\n`;
  }
  return files;
}
