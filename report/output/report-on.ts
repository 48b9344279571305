import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../lib/plan/schema.ts';
import type { InputFile, SampleFile } from '../fold/input-file.ts';
import { documentKindNamed, runKindNamed } from '../kinds/find-kind.ts';
import { reportOnSamples, reportOnSummaries, type SummaryFile } from '../model/build-run.ts';
import { type GroupedRun, groupedRuns } from '../model/grouped-runs.ts';
import { planDifferences } from '../model/plan-differences.ts';
import { differenceOf, type SampledRun, undeclared } from '../model/sampled-runs.ts';
import type { ShownDocument } from '../render/document-kind.ts';
import type { RunKind } from '../render/run-kind.ts';
import type { Report, ReportedRun } from './report.ts';
import { type Say, type SortedDocuments, sortDocuments } from './sort-documents.ts';

/**
 * The report on all inputs, and a note on each that was not read, or not whole. `plan` is the one given by hand: it
 * goes before those that results name. A plan that is not the one the samples ran under is not used.
 */
export async function reportOn(inputs: readonly InputFile[], plan: Plan | undefined): Promise<Report> {
  const notes: string[] = [];
  const say: Say = (file, what) => notes.push(`${path.basename(file)}: ${what}`);
  for (const input of inputs) if (input.kind === 'nothing') say(input.path, input.why);
  const files = samplesOfOnePlan(
    inputs.filter((input) => input.kind === 'samples'),
    say,
  );
  const { summaries: all, others } = sortDocuments(
    inputs.filter((input) => input.kind === 'document'),
    say,
  );
  const summaries = plan === undefined ? all : summariesOfPlan(all, plan, say);
  const runs: ReportedRun[] = [];
  for (const group of groupedRuns(files, summaries)) {
    const run = await runOf(group, plan, say, notes);
    if (run !== undefined) runs.push(run);
  }
  const known = runs.length === 0 ? plan : runs[0]?.plan;
  const areOfOnePlan = runs.every((run) => isDeepStrictEqual(run.plan, known));
  const documents = await documentsOf(others, areOfOnePlan ? (plan ?? known) : undefined, say);
  return { plan: known, runs, documents, notes };
}

/** The report on one run; undefined where nothing was measured. */
async function runOf(
  { sampled, summaries }: GroupedRun,
  given: Plan | undefined,
  say: Say,
  notes: string[],
): Promise<ReportedRun | undefined> {
  const named = given ?? summaries.find((summary) => summary.plan !== undefined)?.plan;
  const own = summariesOfPlan(summaries, named, say);
  if (sampled === undefined) return await summedRun(own, named, notes);
  const { model } = await runKindNamed('run');
  const isNamed = named !== undefined && isPlanOf(sampled, named, model, say);
  const run = await sampledRun(sampled, own, isNamed ? named : undefined, say);
  if (run !== undefined) await compare(run, own, say);
  return run;
}

/** Leaves out files that were at the same time under other thresholds: they are no pods of one run. */
function samplesOfOnePlan(files: readonly SampleFile[], say: Say): SampleFile[] {
  const kept: SampleFile[] = [];
  for (const file of files) {
    for (const note of file.notes) say(file.path, note);
    const difference = kept
      .filter(({ samples }) => samples.firstMs <= file.samples.lastMs && file.samples.firstMs <= samples.lastMs)
      .map(({ samples }) => differenceOf(samples, file.samples))
      .find((one) => one !== undefined);
    if (difference) say(file.path, `skipped: it ran under another plan (${difference})`);
    else kept.push(file);
  }
  return kept;
}

function summariesOfPlan(summaries: readonly SummaryFile[], plan: Plan | undefined, say: Say): SummaryFile[] {
  return summaries.filter((summary) => {
    if (summary.plan === undefined || plan === undefined || isOfPlan(summary.plan, plan)) return true;
    say(summary.path, `skipped: it ran under another plan, ${otherPlanText(summary.plan, plan)}`);
    return false;
  });
}

/** Whether two plans are one, whatever window they are approved for. */
const isOfPlan = (a: Plan, b: Plan): boolean =>
  isDeepStrictEqual({ ...a, approval: undefined }, { ...b, approval: undefined });

function otherPlanText(own: Plan, plan: Plan): string {
  if (own.name !== plan.name) return `"${own.name}" and not "${plan.name}"`;
  const keys = planDifferences(own, plan);
  const others = keys.length > 0 ? keys : ['gate'];
  return `with another ${others.join(', ')} than "${plan.name}" has; allowed: the -e that the run had`;
}

async function documentsOf(
  others: SortedDocuments['others'],
  plan: Plan | undefined,
  say: Say,
): Promise<ShownDocument[]> {
  const shown: ShownDocument[] = [];
  for (const [name, files] of [...others].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const kind = await documentKindNamed(name);
    if (kind) shown.push(...kind.show(files, plan, say));
    else for (const file of files) say(file.path, `a result of ${name}, which the report does not show`);
  }
  return shown;
}

/** Which folder of `kinds` a run belongs to: by its script, or else by what only a storm measures. */
function kindNameOf(metrics: Iterable<string>, script: string | undefined): string {
  const isStorm = script === 'reconnect-storm' || [...metrics].some((name) => name.startsWith('storm_'));
  return isStorm ? 'storm' : 'run';
}

async function sampledRun(
  run: SampledRun,
  summaries: readonly SummaryFile[],
  plan: Plan | undefined,
  say: Say,
): Promise<ReportedRun | undefined> {
  if (run.samples.count === 0) {
    for (const one of run.paths) say(one, 'no samples');
    return undefined;
  }
  const script = scriptOf(summaries);
  const unknown = undeclared(run.samples);
  if (unknown.length > 0) say(run.paths[0] ?? '', `no line declares ${firstOf(unknown)}: their samples were skipped`);
  const kind = kindNameOf(run.samples.metrics.keys(), script);
  const { model, words } = await runKindNamed(kind);
  return { ...reportOnSamples(run, { kind, model, plan, script }, summaries), plan, words };
}

async function summedRun(
  summaries: readonly SummaryFile[],
  plan: Plan | undefined,
  notes: string[],
): Promise<ReportedRun | undefined> {
  if (summaries.length === 0) return undefined;
  if (summaries.length > 1) {
    notes.push(`${summaries.length} summaries are summed, as of pods of one run; of percentiles the greatest is shown`);
  }
  const script = scriptOf(summaries);
  const kind = kindNameOf(
    summaries.flatMap(({ metrics }) => Object.keys(metrics)),
    script,
  );
  const { model, words } = await runKindNamed(kind);
  const report = reportOnSummaries(summaries, { kind, model, plan, script });
  if (report.unknown.length > 0) {
    notes.push(`${report.inputs.join(', ')}: its metrics are not split by tag: what rests on their parts is unknown`);
  }
  return { ...report, plan, words };
}

function scriptOf(summaries: readonly SummaryFile[]): string | undefined {
  return summaries.find((summary) => summary.script !== undefined)?.script;
}

/** Results lend plan and script to samples; that they are of the same run shows in the number of upgrades. */
async function compare(run: ReportedRun, summaries: readonly SummaryFile[], say: Say): Promise<void> {
  const [first] = summaries;
  if (first === undefined) return;
  const upgrades = async ({ metrics, script }: Pick<ReportedRun, 'metrics' | 'script'>) => {
    const { model } = await runKindNamed(kindNameOf(Object.keys(metrics), script));
    return model.upgrades(metrics);
  };
  const counts = await Promise.all(summaries.map(upgrades));
  const [counted, told] = [await upgrades(run), counts.reduce((sum, count) => sum + count, 0)];
  if (told !== counted) say(first.path, `counts ${told} upgrades and the samples ${counted}: not of the same run`);
}

/** Says so where the samples were held against a gate of another size than the plan's. */
function isPlanOf({ paths, samples }: SampledRun, plan: Plan, model: RunKind['model'], say: Say): boolean {
  const gate = model.gate(plan, { customers: true, agents: true });
  for (const [metric, rules] of Object.entries(gate)) {
    const declared = samples.metrics.get(metric)?.declaration?.thresholds ?? [];
    const wanted = rules.map((rule) => (typeof rule === 'string' ? rule : rule.threshold));
    // Rules that want a least number hold the size of the plan. A set that is planned once adds one of its own.
    const isSame = wanted.every((rule) => declared.includes(rule));
    if (!wanted[0]?.startsWith('count>=') || declared.length === 0 || isSame) continue;
    say(
      paths[0] ?? '',
      `ran under another plan than "${plan.name}", which is not used: ${metric} ${declared.join(', ')}, not ${wanted.join(', ')}`,
    );
    return false;
  }
  return true;
}

const SHOWN = 20;

/** The first of many names, and how many more there are. */
function firstOf(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
