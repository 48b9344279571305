import path from 'node:path';
import { seededRandom } from '../../lib/base/random.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { againstText, evidenceOf, historyTold, type TrendRun } from '../../report/history/history-told.ts';
import { notCounted, outcomeOf, type RunOutcome } from '../../report/model/run-outcome.ts';
import type { Report, ReportedRun } from '../../report/output/report.ts';
import { type AgainstHistory, againstHistory } from '../../search/comparison/against-history.ts';
import { MEASURES, type Measure } from '../../search/trials/comparison-measures.ts';
import { arePlansAlike, type EarlierRun, earlierRun, earlierRuns } from './history-files.ts';

export interface HistoryOptions {
  /** A folder of results. */
  readonly history?: string;
  /** The result that the runs are held against. */
  readonly baseline?: string;
  readonly measure?: string;
}

/** A report with the trend of its runs, and what came of holding them against a baseline. */
export interface WithHistory {
  readonly report: Report;
  /** Undefined without a baseline. */
  readonly against: AgainstHistory | undefined;
  /** What is said on stderr of it, a line each. */
  readonly lines: readonly string[];
}

/** Sums of the same values are drawn alike in each report. */
const SEED = 1;

/**
 * Adds to a report how the runs of its plan went, from the results in `--history`, and whether its own are worse than
 * `--baseline`. Runs under another plan or script, runs that were cut short, and those at the same time as one of the report's
 * are left out and named. Throws an error of one line where there is nothing to compare.
 */
export function withHistory(report: Report, { history, baseline, measure }: HistoryOptions, cwd: string): WithHistory {
  const [first] = report.runs;
  const { plan } = report;
  if (first === undefined || plan === undefined)
    throw new Error(
      '--history, --baseline: no run whose plan is known among the inputs; allowed: its result, or --plan',
    );
  const wanted = measureOf(measure, plan);
  const based = baseline === undefined ? undefined : baselineIn(path.resolve(cwd, baseline), baseline);
  if (based !== undefined && !isLike(based, plan, first))
    throw new Error(`--baseline ${baseline}: a run under another plan or script; allowed: one of "${plan.name}"`);
  const leftOut: string[] = [];
  const own = report.runs.flatMap((run) => trendOf(run, plan, leftOut));
  const uncounted = [...leftOut];
  const found = history === undefined ? [] : earlierRuns(history, cwd);
  const before = [...found.filter(({ fromMs }) => fromMs !== based?.fromMs), ...(based === undefined ? [] : [based])];
  const earlier = before.flatMap((run) => earlierTrend(run, { plan, report, based }, leftOut));
  const runs = [...earlier, ...own].sort((a, b) => a.fromMs - b.fromMs);
  const against = based && answered(wanted, own, earlier);
  const told = historyTold(plan.name, runs, against, leftOut);
  const data = { plan: plan.name, runs, ...(against === undefined ? {} : { against }) };
  const document = { list: 'histories', data, title: told.title, told };
  const answer =
    against === undefined ? [] : [againstText(against), ...(against.p === undefined ? [] : [evidenceOf(against)])];
  const lines = [...uncounted, ...answer];
  return { report: { ...report, documents: [...report.documents, document] }, against, lines };
}

function measureOf(text: string | undefined, { agents }: Plan): Measure {
  if (text === undefined) return agents === undefined ? 'held' : 'served';
  const found = MEASURES.find((measure) => measure === text);
  if (found === undefined) throw new Error(`--measure ${text}; allowed: ${MEASURES.join(', ')}`);
  return found;
}

function baselineIn(file: string, named: string): EarlierRun {
  const run = earlierRun(file);
  if (run === undefined) throw new Error(`--baseline ${named}: no result of a run; allowed: the file of -e RESULT`);
  if ('failed' in run.outcome) throw new Error(`--baseline ${named}: ${run.outcome.failed}; allowed: a whole run`);
  return run;
}

const isLike = (run: EarlierRun, plan: Plan, { script }: ReportedRun): boolean =>
  arePlansAlike(run.plan, plan) && (script === undefined || run.script === script);

function trendOf(run: ReportedRun, plan: Plan, leftOut: string[]): TrendRun[] {
  const name = run.inputs.join(', ');
  const outcome = outcomeOfRun(run, plan);
  if ('failed' in outcome) {
    leftOut.push(`${name}: ${outcome.failed}`);
    return [];
  }
  return [{ name, fromMs: spanOf(run).fromMs, outcome: outcome.outcome, isNew: true, isBaseline: false }];
}

function outcomeOfRun({ incomplete, verdict, reading }: ReportedRun, plan: Plan): RunOutcome {
  const failed = notCounted(incomplete, verdict);
  if (failed !== undefined) return failed;
  const service = reading?.service;
  return service === undefined
    ? { failed: 'what became of its visits is unknown' }
    : { outcome: outcomeOf(service, plan) };
}

function spanOf({ startedMs, durationMs, ran }: ReportedRun): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = startedMs ?? (ran === undefined ? 0 : Date.parse(ran.from));
  return { fromMs, toMs: fromMs + durationMs };
}

function earlierTrend(
  run: EarlierRun,
  { plan, report, based }: { readonly plan: Plan; readonly report: Report; readonly based: EarlierRun | undefined },
  leftOut: string[],
): TrendRun[] {
  const name = path.join(path.basename(path.dirname(run.file)), path.basename(run.file));
  const [first] = report.runs;
  if (first === undefined || !isLike(run, plan, first)) {
    leftOut.push(`${name}: under another plan or script`);
    return [];
  }
  const isOfReport = report.runs.map(spanOf).some(({ fromMs, toMs }) => run.fromMs <= toMs && fromMs <= run.toMs);
  if (isOfReport) return [];
  if ('failed' in run.outcome) {
    leftOut.push(`${name}: ${run.outcome.failed}`);
    return [];
  }
  return [{ name, fromMs: run.fromMs, outcome: run.outcome.outcome, isNew: false, isBaseline: run === based }];
}

function answered(measure: Measure, own: readonly TrendRun[], earlier: readonly TrendRun[]): AgainstHistory {
  const baseline = earlier.find(({ isBaseline }) => isBaseline)?.outcome;
  if (baseline === undefined)
    throw new Error('--baseline: it was at the time of a run of this report; allowed: the result of an earlier one');
  const outcomes = (runs: readonly TrendRun[]) => runs.map(({ outcome }) => outcome);
  const runs = { runs: outcomes(own), baseline, history: outcomes(earlier) };
  return againstHistory(measure, runs, seededRandom(SEED));
}
