import { isDeepStrictEqual } from 'node:util';
import type { SampleFile } from '../fold/input-file.ts';
import type { SummaryFile } from './build-run.ts';
import { runsOf, type SampledRun } from './sampled-runs.ts';

/** What belongs to one run: samples of it, if any, and results or summaries. */
export interface GroupedRun {
  readonly sampled: SampledRun | undefined;
  readonly summaries: readonly SummaryFile[];
}

/** The clocks of pods differ, and a result is written a little after the last sample (ms). */
const TOLERANCE_MS = 5_000;

/**
 * Sorts samples and results into runs, by when they were. A result that does not say when it was goes with all samples; of
 * results without samples those of one plan that do not say when, or were at the same time, are pods of one run.
 */
export function groupedRuns(files: readonly SampleFile[], summaries: readonly SummaryFile[]): GroupedRun[] {
  const sampled = runsOf(files);
  const places = summaries.map((summary) => placeOf(summary, sampled));
  const withSamples = sampled.map((run, place) => ({
    sampled: run,
    summaries: summaries.filter((_, at) => places[at] === place || places[at] === 'all'),
  }));
  const alone = summaries.filter((_, at) => places[at] === 'none');
  const groups = podsOf(alone).map((pods) => ({ sampled: undefined, summaries: pods }));
  return [...withSamples, ...groups].sort((a, b) => startOf(a) - startOf(b));
}

/** The sampled run that a result is of. */
function placeOf({ ran }: SummaryFile, runs: readonly SampledRun[]): number | 'all' | 'none' {
  if (runs.length === 0) return 'none';
  if (ran === undefined) return 'all';
  const shared = runs.map(({ samples }) =>
    sharedMs(Date.parse(ran.from), Date.parse(ran.to), samples.firstMs, samples.lastMs),
  );
  const most = Math.max(...shared);
  return most < -TOLERANCE_MS ? 'none' : shared.indexOf(most);
}

function podsOf(summaries: readonly SummaryFile[]): SummaryFile[][] {
  const groups: SummaryFile[][] = [];
  for (const summary of summaries) {
    const group = groups.find((pods) => pods.some((pod) => isPodBeside(pod, summary)));
    if (group === undefined) groups.push([summary]);
    else group.push(summary);
  }
  return groups;
}

function isPodBeside(one: SummaryFile, other: SummaryFile): boolean {
  const isOnePlan = one.plan === undefined || other.plan === undefined || isDeepStrictEqual(one.plan, other.plan);
  if (!isOnePlan) return false;
  if (one.ran === undefined || other.ran === undefined) return true;
  const [from, to, otherFrom, otherTo] = [one.ran.from, one.ran.to, other.ran.from, other.ran.to].map(Date.parse);
  return sharedMs(from, to, otherFrom, otherTo) > 0;
}

/** For how long two were at the same time; below 0 how far apart they were. */
function sharedMs(from = 0, to = 0, otherFrom = 0, otherTo = 0): number {
  return Math.min(to, otherTo) - Math.max(from, otherFrom);
}

function startOf({ sampled, summaries }: GroupedRun): number {
  if (sampled !== undefined) return sampled.samples.firstMs;
  const starts = summaries.flatMap(({ ran }) => (ran === undefined ? [] : [Date.parse(ran.from)]));
  return starts.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...starts);
}
