import path from 'node:path';
import type { Plan } from '../../lib/plan/schema.ts';
import { readSummary } from '../../lib/verdict/reading/reading.ts';
import { verdictOn } from '../../lib/verdict/verdict.ts';
import type { Thresholds } from '../../thresholds/gates.ts';
import type { Fold } from '../fold/fold.ts';
import type { Summary } from '../read/summary.ts';
import { gateLines, gateOf, type Sides } from './gates.ts';
import { latenciesOf } from './latencies.ts';
import { overTime } from './over-time.ts';
import type { RunReport } from './report.ts';
import type { SampledRun } from './runs.ts';
import { summarySplits } from './splits.ts';
import { isStorm, stormsIn } from './storms.ts';
import { sumOf } from './sum.ts';
import { tableOf } from './table.ts';

/** The report on a run that summaries tell of, without lines over time. */
export function reportOnSummaries(
  summaries: readonly (Summary & { readonly path: string })[],
  plan: Plan | undefined,
): RunReport {
  const metrics = sumOf(summaries.map((summary) => summary.metrics));
  const durationMs = Math.max(0, ...summaries.map((summary) => summary.durationMs ?? 0));
  const script = summaries.find((summary) => summary.script !== undefined)?.script;
  const reading = readSummary(metrics, { durationMs, script, plan });
  const isOfStorms = isStorm(Object.keys(metrics), script);
  return {
    inputs: summaries.map((summary) => path.basename(summary.path)),
    script,
    startedMs: undefined,
    durationMs,
    samples: 0,
    mostVus: sumOfVus(summaries),
    verdict: isOfStorms ? undefined : plan && verdictOn(reading, plan),
    reading,
    storms: isOfStorms ? stormsIn(metrics, plan) : [],
    gates: gateLines(metrics, {}),
    statuses: [],
    over: undefined,
    latencies: [],
    metrics,
  };
}

function sumOfVus(summaries: readonly Summary[]): number | undefined {
  return summaries.reduce((sum, { metrics }) => sum + (metrics.vus_max?.values.max ?? 0), 0) || undefined;
}

/** The report on a run of which there are samples. */
export function reportOnSamples(
  { fold, paths, mostVus }: SampledRun,
  plan: Plan | undefined,
  script: string | undefined,
): RunReport {
  const isOfStorms = isStorm([...fold.metrics.keys()], script);
  const gate: Thresholds = { ...declaredRules(fold), ...gateOf(plan, { ...sidesOf(fold), storms: isOfStorms }) };
  const table = tableOf(fold, [...summarySplits(fold), ...Object.keys(gate)]);
  const durationMs = fold.lastMs - fold.firstMs;
  const reading = readSummary(table, { durationMs, script, plan });
  return {
    inputs: paths.map((file) => path.basename(file)),
    script,
    startedMs: fold.firstMs,
    durationMs,
    samples: fold.samples,
    mostVus,
    verdict: isOfStorms ? undefined : plan && verdictOn(reading, plan),
    reading,
    storms: isOfStorms ? stormsIn(table, plan) : [],
    gates: gateLines(table, gate),
    statuses: statusesOf(fold),
    over: overTime(fold, plan, isOfStorms),
    latencies: latenciesOf(fold),
    metrics: table,
  };
}

function declaredRules(fold: Fold): Thresholds {
  const rules: Thresholds = {};
  for (const [name, { declaration }] of fold.metrics) if (declaration) rules[name] = [...declaration.thresholds];
  return rules;
}

/** Both scenarios name themselves on every sample. */
function sidesOf(fold: Fold): Omit<Sides, 'storms'> {
  const scenarios = new Set([...fold.metrics.values()].flatMap((metric) => metric.valuesOf('scenario')));
  return { customers: scenarios.has('customers'), agents: scenarios.has('agents') };
}

function statusesOf(fold: Fold): (readonly [string, number])[] {
  const sessions = fold.metrics.get('ws_sessions');
  return (sessions?.valuesOf('status') ?? [])
    .map((status) => {
      const customers = sessions?.select({ scenario: 'customers', status });
      return [status, customers?.sum ?? 0] as const;
    })
    .filter(([, count]) => count > 0);
}
