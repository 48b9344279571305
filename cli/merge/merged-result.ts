import path from 'node:path';
import type { Read, ThresholdOutcome } from '../../lib/measures/readings.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { gateLine } from '../../lib/verdict/gate-line.ts';
import { incompleteText } from '../../lib/verdict/incomplete.ts';
import { line } from '../../lib/verdict/line.ts';
import type { Reading } from '../../lib/verdict/reading/reading.ts';
import { resultText } from '../../lib/verdict/result-text.ts';
import { summaryText } from '../../lib/verdict/run/text.ts';
import { version } from '../../package.json';
import type { Report, ReportedRun } from '../../report/output/report.ts';
import type { MetricTable } from '../../report/read/metric-table.ts';
import type { JoinedShares } from '../../report/shares/joined-shares.ts';
import { mergedStormsText, refusalsOfStorms } from './merged-storms.ts';

/** The one run of a merge, and its plan. Throws where nothing was merged. */
function mergedIn({ plan, runs: [run] }: Report): { readonly plan: Plan; readonly run: ReportedRun } {
  if (plan === undefined || run === undefined) throw new Error('nothing was merged');
  return { plan, run };
}

/** What a merge prints: of which shares the run was put together, and the summary of the whole as a run prints it. */
export function mergedText(report: Report, joined: JoinedShares): string {
  const { plan, run } = mergedIn(report);
  const { incomplete, verdict, whole, durationMs } = run;
  const there = joined.shares.filter(({ result, samples }) => (result ?? samples) !== undefined).length;
  const from = joined.bySamples ? 'samples' : 'results';
  const head = line(
    'merged',
    `${there} of ${joined.shares.length} shares of the run ${joined.run}, from their ${from}`,
  );
  const peak = peakOf(run);
  const level = peak === null ? '' : line('level', `${peak} sessions of all shares were open at once, at the most`);
  const gate = outcomeOf(run);
  const { script } = joined;
  if (script === 'reconnect-storm') {
    const cut = incomplete === undefined ? '' : line('incomplete', `the run ${incompleteText(incomplete)}`);
    return `\n${head}${mergedStormsText(run.metrics, plan)}${cut}${gateLine(plan.gate, gate, incomplete, false)}\n`;
  }
  const reading = readOf(run);
  return `\n${head}${level}${summaryText({ script, plan, durationMs, reading, whole, verdict, gate, incomplete })}`;
}

function readOf({ reading, unknown }: ReportedRun): Read<Reading> {
  return reading === undefined ? { known: false, unknown } : { known: true, value: reading };
}

/** The result of the whole as JSON: the keys of `-e RESULT`, and `merged`, which says of what it was made. */
export function mergedResult(report: Report, joined: JoinedShares): string {
  const { plan, run } = mergedIn(report);
  const gate = outcomeOf(run);
  const { incomplete, verdict, reading, unknown, storms } = run;
  const result = {
    script: joined.script,
    run: { id: joined.run, from: new Date(joined.fromMs).toISOString(), to: new Date(joined.toMs).toISOString() },
    merged: joined.shares.map(({ name, result, samples, lacks }) => ({
      name,
      files: [result, samples].flatMap((file) => (file === undefined ? [] : [path.basename(file.path)])),
      ...(lacks === undefined ? {} : { lacks }),
    })),
    /** The greatest level of sessions; null where it is unknown. */
    peak: peakOf(run),
    version,
    plan,
    incomplete: incomplete ?? null,
    verdict: verdict ?? null,
    ...(joined.script === 'reconnect-storm' ? { storms, says: refusalsOfStorms(run.metrics, plan) } : {}),
    gateEvaluated: gate.evaluated,
    crossed: gate.crossed,
    reading: reading ?? null,
    ...(unknown.length === 0 ? {} : { unknown }),
    metrics: withOutcomes(run),
  };
  return resultText(result, 2);
}

function peakOf({ reading }: ReportedRun): number | null {
  const levels = reading?.levels;
  return levels === undefined || levels === 'unknown' ? null : levels.peak;
}

function outcomeOf({ gates, gate }: ReportedRun): ThresholdOutcome {
  const crossed = gates.filter(({ ok }) => ok === false).map(({ metric, rule }) => `${metric}: ${rule}`);
  return { evaluated: gate !== 'not evaluated' && gates.some(({ ok }) => ok !== null), crossed };
}

/** The metrics with what came of the gate's rules on them, as k6 has it in its summary. */
function withOutcomes({ metrics, gates }: ReportedRun): MetricTable {
  const table: Record<string, MetricTable[string]> = { ...metrics };
  for (const { metric, rule, ok } of gates) {
    const values = table[metric];
    if (values === undefined || ok === null) continue;
    table[metric] = { ...values, thresholds: { ...values.thresholds, [rule]: { ok } } };
  }
  return table;
}
