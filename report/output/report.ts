import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import type { RunReport } from '../model/run-report.ts';
import type { ShownDocument } from '../render/document-kind.ts';
import type { RunWords } from '../render/run-kind.ts';

/** A run, and how its kind is put into words. */
export interface ReportedRun extends RunReport {
  /** Undefined where it is not known. */
  readonly plan: Plan | undefined;
  readonly words: RunWords;
}

/** All that a report shows. */
export interface Report {
  /** That of the first run, or the one that was given. */
  readonly plan: Plan | undefined;
  readonly runs: readonly ReportedRun[];
  /** Searches, preflights and other results that are no runs. */
  readonly documents: readonly ShownDocument[];
  /** What was read and what was not, a line each. */
  readonly notes: readonly string[];
}

export function nameOfReport({ plan, runs, documents }: Report): string {
  const several = runs.length > 1 ? `${runs.length} runs` : undefined;
  const what =
    several ?? (plan ? `${plan.name} on ${nameOf(plan.target)}` : (runs[0]?.inputs[0] ?? documents[0]?.title ?? ''));
  return `headroom report: ${what}`;
}

/** What tells a run from the others of the report. */
export function runName({ runs }: Report, index: number): string {
  const run = runs[index];
  const name = run?.script ?? run?.inputs.join(', ') ?? '';
  return runs.length > 1 ? `run ${index + 1} of ${runs.length}: ${run?.inputs.join(', ')}` : name;
}
