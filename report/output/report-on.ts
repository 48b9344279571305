import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../lib/plan/schema.ts';
import { readSummary } from '../../lib/verdict/reading.ts';
import type { Document, Input, Samples } from '../fold/input-file.ts';
import { reportOnSamples, reportOnSummaries } from '../model/build.ts';
import { gateOf } from '../model/gates.ts';
import type { Report, RunReport } from '../model/report.ts';
import { differenceOf, runsOf, undeclared } from '../model/runs.ts';
import { type Ceiling, readCeiling } from '../read/ceiling.ts';
import type { MetricTable } from '../read/metric-table.ts';
import { type Preflight, readPreflight } from '../read/preflight.ts';
import { readSummaryDocument, type Summary } from '../read/summary.ts';

type Named = Summary & { readonly path: string };

/**
 * The report on all inputs, and a note on each that was not read, or not whole. `plan` is the one given by hand: it
 * goes before those that results name. A plan that is not the one the samples ran under is not used.
 */
export function reportOn(inputs: readonly Input[], plan: Plan | undefined): Report {
  const notes: string[] = [];
  const say: Say = (file, what) => notes.push(`${path.basename(file)}: ${what}`);
  for (const input of inputs) if (input.kind === 'nothing') say(input.path, input.why);
  const all = inputs.filter((input) => input.kind === 'samples');
  const samples = samplesOfOnePlan(all, say);
  const documents = inputs.filter((input) => input.kind === 'document');
  const { summaries, ceilings, looks } = sorted(documents, say);
  const named = plan ?? summaries.find((summary) => summary.plan !== undefined)?.plan;
  const ofOnePlan = summariesOfOnePlan(summaries, named, say);
  const preflights = preflightsOf(looks, named, say);
  if (samples.length === 0)
    return { plan: named, runs: summedRun(ofOnePlan, named, notes), ceilings, preflights, notes };
  const known = named && samples.every((input) => isPlanOf(input, named, say)) ? named : undefined;
  const runs = sampledRuns(samples, ofOnePlan, known, say);
  compare(runs, ofOnePlan, say);
  return { plan: known, runs, ceilings, preflights, notes };
}

type Say = (file: string, what: string) => unknown;

function samplesOfOnePlan(inputs: readonly Samples[], say: Say): Samples[] {
  const kept: Samples[] = [];
  for (const input of inputs) {
    for (const note of input.notes) say(input.path, note);
    const [first] = kept;
    const difference = first && differenceOf(first.fold, input.fold);
    if (difference) say(input.path, `skipped: it ran under another plan (${difference})`);
    else kept.push(input);
  }
  return kept;
}

interface Sorted {
  readonly summaries: Named[];
  readonly ceilings: Ceiling[];
  readonly looks: (Preflight & { readonly path: string })[];
}

function sorted(documents: readonly Document[], say: Say): Sorted {
  const summaries: Named[] = [];
  const ceilings: Ceiling[] = [];
  const looks: Sorted['looks'] = [];
  for (const { path: file, document } of documents) {
    const ceiling = readCeiling(document);
    const summary = readSummaryDocument(document);
    const look = readPreflight(document);
    if (ceiling) ceilings.push(ceiling);
    else if (look) looks.push({ ...look, path: file });
    else if (summary) summaries.push({ ...summary, path: file });
    else say(file, 'neither a result nor a summary of k6');
  }
  return { summaries, ceilings, looks };
}

/** Those of the plan that ran, in the order in which they were made. */
function preflightsOf(looks: Sorted['looks'], plan: Plan | undefined, say: Say): Preflight[] {
  const kept = looks.filter(({ path: file, plan: of }) => {
    if (plan === undefined || of === plan.name) return true;
    say(file, `skipped: it looked at another plan, "${of}" and not "${plan.name}"`);
    return false;
  });
  const earliestFirst = kept.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return earliestFirst.map(({ path: _, ...look }) => look);
}

function summariesOfOnePlan(summaries: readonly Named[], plan: Plan | undefined, say: Say): Named[] {
  return summaries.filter((summary) => {
    if (summary.plan === undefined || plan === undefined || isDeepStrictEqual(summary.plan, plan)) return true;
    say(summary.path, `skipped: it ran under another plan, "${summary.plan.name}" and not "${plan.name}"`);
    return false;
  });
}

function sampledRuns(
  samples: readonly Samples[],
  summaries: readonly Named[],
  plan: Plan | undefined,
  say: Say,
): RunReport[] {
  const script = summaries.find((summary) => summary.script !== undefined)?.script;
  return runsOf(samples).flatMap((run) => {
    if (run.fold.samples === 0) {
      for (const one of run.paths) say(one, 'no samples');
      return [];
    }
    const unknown = undeclared(run.fold);
    if (unknown.length > 0)
      say(run.paths[0] ?? '', `no line declares ${unknown.join(', ')}: their samples were skipped`);
    return reportOnSamples(run, plan, script);
  });
}

/** Results lend plan and script to samples; that they are of the same run shows in the number of upgrades. */
function compare(runs: readonly RunReport[], summaries: readonly Named[], say: Say): void {
  const counted = runs.reduce((sum, { metrics }) => sum + upgradesIn(metrics), 0);
  const told = summaries.reduce((sum, { metrics }) => sum + upgradesIn(metrics), 0);
  const [first] = summaries;
  if (first && told !== counted)
    say(first.path, `counts ${told} upgrades and the samples ${counted}: not of the same run`);
}

/** A storm counts its own, from the drop on. */
function upgradesIn(metrics: MetricTable): number {
  return readSummary(metrics, 0).attempts + (metrics.storm_attempts?.values.count ?? 0);
}

/** Rules that hold the size of the plan. */
const SIZED = ['guest_sessions_opened', 'agents_connected'];

/** Says so where the samples were held against a gate of another size than the plan's. */
function isPlanOf({ path: file, fold }: Samples, plan: Plan, say: Say): boolean {
  const gate = gateOf(plan, { customers: true, agents: true, storms: false });
  for (const metric of SIZED) {
    const declared = fold.metrics.get(metric)?.declaration?.thresholds.join(', ');
    const wanted = gate[metric]?.map((rule) => (typeof rule === 'string' ? rule : rule.threshold)).join(', ');
    if (!declared || !wanted || declared === wanted) continue;
    say(file, `ran under another plan than "${plan.name}", which is not used: ${metric} ${declared}, not ${wanted}`);
    return false;
  }
  return true;
}

function summedRun(summaries: readonly Named[], plan: Plan | undefined, notes: string[]): RunReport[] {
  if (summaries.length === 0) return [];
  if (summaries.length > 1) {
    notes.push(`${summaries.length} summaries are summed, as of pods of one run; of percentiles the greatest is shown`);
  }
  return [reportOnSummaries(summaries, plan)];
}
