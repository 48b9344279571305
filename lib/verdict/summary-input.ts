import type { SummaryMetrics } from '../measures/readings.ts';
import type { SetupData } from '../play/setup.ts';
import { line } from './line.ts';

/** What k6 hands to handleSummary (docs/facts/k6.md section 7). */
export interface SummaryInput {
  readonly metrics: SummaryMetrics;
  readonly state: { readonly testRunDurationMs: number };
  /** What setup returned (docs/facts/k6.md section 7). */
  readonly setup_data?: SetupData;
}

/**
 * How long the load of a run lasted (ms). k6's own duration has setup in it, and the clock may have jumped, so it is
 * the shorter of the two. `nowMs` is Unix time at the end of the run.
 */
export function lastedMs({ state, setup_data }: SummaryInput, nowMs: number): number {
  return Math.min(state.testRunDurationMs, nowMs - (setup_data?.beginsAtMs ?? 0));
}

/**
 * The command that ends what a run left open in the org, or without `runId` all runs of the plan; undefined where no
 * file of a plan is known. `overrides` are those of the run, as `NAME=value`.
 */
export function cleanupCommand(
  planPath: string | undefined,
  overrides: readonly string[],
  runId?: string,
): string | undefined {
  if (planPath === undefined) return undefined;
  const options = overrides.filter((one) => one.startsWith('TARGET=')).map((one) => `-e ${one}`);
  const run = runId === undefined ? [] : ['--run', runId];
  return ['npx headroom cleanup', planPath, ...options, ...run].join(' ');
}

/** The line that names it. */
export const leftOpenLine = (command: string): string => line('left open', `what is, this ends: ${command}`);

/** What of the run's environment a summary needs: the file of its plan, where its result goes, and which share it is. */
export interface SummaryEnv {
  readonly PLAN?: string | undefined;
  readonly RESULT?: string | undefined;
  readonly RESULTS?: string | undefined;
  readonly SHARES?: string | undefined;
  readonly SHARE_NAME?: string | undefined;
  readonly HOSTNAME?: string | undefined;
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
