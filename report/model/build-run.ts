import path from 'node:path';
import type { Plan } from '../../lib/plan/schema.ts';
import { type Incomplete, incompleteness } from '../../lib/verdict/incomplete.ts';
import type { LevelsOfShares } from '../../lib/verdict/reading/level.ts';
import type { Thresholds } from '../../thresholds/gates.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';
import type { K6Summary } from '../read/k6-summary.ts';
import type { MetricTable } from '../read/metric-table.ts';
import { withExactPercentiles } from './exact-percentiles.ts';
import { firstMissed } from './first-missed.ts';
import { gateLines, gateOutcome, hasThresholds } from './gate-lines.ts';
import { latenciesOf, summedLatencies } from './latencies.ts';
import { overTime } from './over-time.ts';
import type { RunModel, SidesPlayed } from './run-model.ts';
import type { RunReport } from './run-report.ts';
import type { SampledRun } from './sampled-runs.ts';
import { summarySplits } from './summary-splits.ts';
import { summedTables } from './summed-tables.ts';
import { tableOfSamples } from './table-of-samples.ts';

/** A summary of a run, with what headroom's own result says besides. */
export interface SummaryFile extends K6Summary {
  readonly path: string;
  readonly script: string | undefined;
  readonly plan: Plan | undefined;
  /** When it was (ISO 8601), where its result says so. */
  readonly ran?: RunTime | undefined;
  /** What the result says of it: null where it was complete, undefined where it says nothing. */
  readonly incomplete?: Incomplete | null | undefined;
}

/** From when to when a run was (ISO 8601). */
export interface RunTime {
  readonly from: string;
  readonly to: string;
}

/** What is known of a run beside its metrics. */
export interface RunFrame {
  readonly kind: string;
  readonly model: RunModel;
  readonly plan: Plan | undefined;
  readonly script: string | undefined;
  /** Of a run whose shares were merged. */
  readonly merged?: MergedRun | undefined;
}

/** What is known of a run whose shares were merged. It is judged by the gate of its plan, not by the floors of its shares. */
export interface MergedRun {
  readonly levels: LevelsOfShares | undefined;
  /** Shares that are missing or were cut, each in words. */
  readonly without: readonly string[];
  readonly sides: SidesPlayed;
}

/** The report on a run that summaries tell of, without lines over time. */
export function reportOnSummaries(
  summaries: readonly SummaryFile[],
  { kind, model, plan, script, merged }: RunFrame,
): RunReport {
  const summed = summedTables(summaries.map((summary) => summary.metrics));
  const metrics = merged === undefined ? summed : withoutRules(summed);
  const durationMs = Math.max(0, ...summaries.map((summary) => summary.durationMs ?? 0));
  const rules = merged && plan ? model.gate(plan, merged.sides) : {};
  const isEvaluated = merged === undefined || summaries.every((summary) => hasThresholds(summary.metrics));
  const gates = gateLines(metrics, rules, isEvaluated);
  const isTimed = summaries.some((summary) => summary.durationMs !== undefined);
  const incomplete = incompleteOf({ model, plan, merged }, isTimed ? durationMs : undefined, summaries);
  return {
    kind,
    inputs: summaries.map((summary) => path.basename(summary.path)),
    script,
    startedMs: undefined,
    ran: summaries.find(({ ran }) => ran !== undefined)?.ran,
    durationMs,
    incomplete,
    samples: 0,
    mostVus: sumOfVus(summaries),
    ...model.judge(metrics, { durationMs, script, plan, incomplete, levels: merged?.levels }),
    gate: gateOutcome(gates, incomplete === undefined),
    gates,
    statuses: [],
    refusals: undefined,
    over: undefined,
    latencies: summedLatencies(metrics),
    firstMissed: undefined,
    metrics,
  };
}

/** The rules of shares are floors of their parts. */
function withoutRules(table: MetricTable): MetricTable {
  return Object.fromEntries(
    Object.entries(table).map(([name, { type, contains, values }]) => [name, { type, contains, values }]),
  );
}

/** By what the results of the run say; where they say nothing, by how long it lasted, if that is known. */
function incompleteOf(
  { model, plan, merged }: Pick<RunFrame, 'model' | 'plan' | 'merged'>,
  durationMs: number | undefined,
  summaries: readonly SummaryFile[],
): Incomplete | undefined {
  if (merged !== undefined && merged.without.length > 0 && plan !== undefined)
    return { lastedMs: durationMs ?? 0, plannedMs: model.loadMs(plan), without: merged.without };
  const told = summaries.flatMap(({ incomplete }) => (incomplete === undefined ? [] : [incomplete]));
  const cut = told.find((incomplete) => incomplete !== null);
  if (told.length > 0) return cut ?? undefined;
  return plan === undefined || durationMs === undefined ? undefined : incompleteness(durationMs, model.loadMs(plan));
}

function sumOfVus(summaries: readonly K6Summary[]): number | undefined {
  return summaries.reduce((sum, { metrics }) => sum + (metrics.vus_max?.values.max ?? 0), 0) || undefined;
}

/**
 * The report on a run of which there are samples.
 *
 * @param summaries the results of the run: they may say that it had thresholds or was cut short, where its samples do not
 */
export function reportOnSamples(
  { samples, paths, maxVus }: SampledRun,
  { kind, model, plan, script, merged }: RunFrame,
  summaries: readonly SummaryFile[],
): RunReport {
  const gate: Thresholds = {
    ...declaredRules(samples),
    ...(plan && model.gate(plan, merged?.sides ?? sidesIn(samples))),
  };
  const own = summaries.map((summary) => summary.metrics);
  const metrics = withExactPercentiles(tableOfSamples(samples, [...summarySplits(samples), ...Object.keys(gate)]), own);
  // The summary of the run counts from the begin of its setup, as the figures that it printed do.
  const [only] = summaries.length === 1 ? summaries : [];
  const durationMs = only?.durationMs ?? samples.lastMs - samples.firstMs;
  const isEvaluated = summaries.some((summary) => hasThresholds(summary.metrics)) || hasDeclared(samples);
  const gates = gateLines(metrics, gate, isEvaluated);
  const incomplete = incompleteOf({ model, plan, merged }, durationMs, summaries);
  const judgement = model.judge(metrics, { durationMs, script, plan, incomplete, levels: merged?.levels });
  return {
    kind,
    inputs: paths.map((file) => path.basename(file)),
    script,
    startedMs: samples.firstMs,
    ran: undefined,
    durationMs,
    incomplete,
    samples: samples.count,
    mostVus: maxVus,
    ...judgement,
    gate: gateOutcome(gates, incomplete === undefined),
    gates,
    statuses: statusesIn(samples),
    refusals: samples.refusals.all(),
    over: overTime(samples, plan, model),
    latencies: latenciesOf(samples, metrics),
    firstMissed: firstMissed(samples, judgement.goals),
    metrics,
  };
}

/** k6 makes this one itself, whether or not a run has thresholds. */
const OWN_OF_K6 = 'http_req_duration{expected_response:true}';

/** Whether the lines declare a rule, or a part of a metric, which is there only for a rule on it. */
function hasDeclared({ metrics }: FoldedSamples): boolean {
  const declarations = [...metrics.values()].flatMap(({ declaration }) => declaration ?? []);
  return declarations.some(
    ({ thresholds, submetrics }) => thresholds.length > 0 || submetrics.some((name) => name !== OWN_OF_K6),
  );
}

function declaredRules({ metrics }: FoldedSamples): Thresholds {
  const rules: Thresholds = {};
  for (const [name, { declaration }] of metrics) if (declaration) rules[name] = [...declaration.thresholds];
  return rules;
}

/** k6 tags every sample with the name of its scenario. */
function sidesIn({ metrics }: FoldedSamples): SidesPlayed {
  const scenarios = new Set([...metrics.values()].flatMap((metric) => metric.valuesOf('scenario')));
  return { customers: scenarios.has('customers'), agents: scenarios.has('agents') };
}

function statusesIn({ metrics }: FoldedSamples): (readonly [string, number])[] {
  const sessions = metrics.get('ws_sessions');
  return (sessions?.valuesOf('status') ?? [])
    .map((status) => {
      const customers = sessions?.select({ scenario: 'customers', status });
      return [status, customers?.sum ?? 0] as const;
    })
    .filter(([, count]) => count > 0);
}
