import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../lib/plan/schema.ts';
import type { Document, Input, Samples } from '../read/input.ts';
import { readSummaryDocument, type Summary } from '../read/summary.ts';
import { reportOnSamples, reportOnSummaries } from './build.ts';
import type { Report, RunReport } from './report.ts';
import { differenceOf, runsOf, undeclared } from './runs.ts';

type Named = Summary & { readonly path: string };

/**
 * The report on all inputs, and a note on each that was not read, or not whole. `plan` is the one given by hand: it
 * goes before those that results name.
 */
export function reportOn(inputs: readonly Input[], plan: Plan | undefined): Report {
  const notes: string[] = [];
  const say = (file: string, what: string) => notes.push(`${path.basename(file)}: ${what}`);
  for (const input of inputs) if (input.kind === 'nothing') say(input.path, input.why);
  const samples = samplesOfOnePlan(
    inputs.filter((input) => input.kind === 'samples'),
    say,
  );
  const { summaries, ceilings } = sorted(
    inputs.filter((input) => input.kind === 'document'),
    say,
  );
  const known = plan ?? summaries.find((summary) => summary.plan !== undefined)?.plan;
  const ofOnePlan = summariesOfOnePlan(summaries, known, say);
  const runs = samples.length > 0 ? sampledRuns(samples, ofOnePlan, known, say) : summedRun(ofOnePlan, known, notes);
  return { plan: known, runs, ceilings, notes };
}

type Say = (file: string, what: string) => void;

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

function sorted(documents: readonly Document[], say: Say): { summaries: Named[]; ceilings: Document[] } {
  const summaries: Named[] = [];
  for (const { path: file, document } of documents) {
    const summary = readSummaryDocument(document);
    if (summary === undefined) say(file, 'neither a result nor a summary of k6');
    else summaries.push({ ...summary, path: file });
  }
  return { summaries, ceilings: [] };
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

function summedRun(summaries: readonly Named[], plan: Plan | undefined, notes: string[]): RunReport[] {
  if (summaries.length === 0) return [];
  if (summaries.length > 1) {
    notes.push(`${summaries.length} summaries are summed, as of pods of one run; of percentiles the greatest is shown`);
  }
  return [reportOnSummaries(summaries, plan)];
}
