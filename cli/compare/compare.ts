import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { formatDuration } from '../../lib/plan/duration.ts';
import type { SearchPhase } from '../../lib/plan/probes/phase.ts';
import { phasesOf, type SearchSettings, settingsOf } from '../../lib/plan/probes/settings.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';
import { comparisonText } from '../../report/kinds/compare/comparison-lines.ts';
import { planDifferences } from '../../report/model/plan-differences.ts';
import { comparePairs, MIN_PAIRS } from '../../search/comparison/comparison.ts';
import type { Measure } from '../../search/trials/comparison-measures.ts';
import { type Contrast, experimentMs, type NextTrial, pairsOf, type Trial } from '../../search/trials/trials.ts';
import { phaseRunner } from '../experiments/phase-runner.ts';
import { planFingerprint, ResumeFile } from '../experiments/resume-file.ts';
import { type RunnablePlan, readRunnablePlan } from '../experiments/runnable-plan.ts';
import { SearchProgress } from '../experiments/search-progress.ts';
import { searchingAlone } from '../experiments/searching-alone.ts';
import { endText, runTrialLoop, type TrialLoop } from '../experiments/trial-loop.ts';
import { badInput } from '../io/bad-input.ts';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { wholeNumber } from '../io/options.ts';
import { resultFileOf, writeResult } from '../result-files/write-result.ts';
import { type By, type MeasureOptions, measuredBy } from './what-is-measured.ts';
import { runWholeTrial } from './whole-run-trial.ts';

export interface CompareOptions extends MeasureOptions {
  readonly e: readonly string[];
  /** Whether the plans may be the same, which shows the noise. */
  readonly same?: boolean;
  readonly trials: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly fresh?: boolean;
  readonly engine?: string;
  readonly out?: string;
}

const NAME = 'compare';
const MAX_PAIRS = 1_000;

interface Given {
  readonly a: RunnablePlan;
  readonly b: RunnablePlan;
  readonly differences: readonly string[];
  readonly by: By;
  readonly measure: Measure;
  readonly trials: number;
  readonly budgetMs: number;
  readonly contrast: Contrast;
}

/**
 * `headroom compare <a> <b>`: tests whether plan B holds more sessions, serves more customers or has them wait less than
 * plan A. Returns 0 when all trials were measured, whatever the answer, 99 when not, 104 on bad input, and 105 when it was
 * interrupted; the same command then resumes it.
 */
export async function compare(fileA: string, fileB: string, options: CompareOptions, io: RunIo): Promise<number> {
  try {
    const given = check(fileA, fileB, options, io);
    const { a, b, by, measure, trials } = given;
    const name = `compare-${a.plan.name}-${b.plan.name}`;
    const output = resultFileOf(name, options, [fileA, fileB], io.cwd);
    const kept = path.join(io.cwd, 'results', `${name}.resume.json`);
    const fingerprint = planFingerprint(a.plan, planFingerprint(b.plan), by, trials, measure, 'pairs');
    return await searchingAlone(a.plan, io.cwd, () => {
      const resume = ResumeFile.open<Trial>(kept, NAME, fingerprint, a.plan.seed, options.fresh === true);
      return runTrials(given, resume, output, options, io);
    });
  } catch (error) {
    return badInput('compare', error, io);
  }
}

function check(fileA: string, fileB: string, options: CompareOptions, io: RunIo): Given {
  const trials = wholeNumber('--trials', options.trials, MIN_PAIRS, MAX_PAIRS);
  const [a, b] = [readRunnablePlan(fileA, options, io), readRunnablePlan(fileB, options, io)];
  if (orgOf(a.plan) !== orgOf(b.plan)) {
    throw new Error(`${fileA} aims at ${orgOf(a.plan)}, ${fileB} at ${orgOf(b.plan)}; allowed: two plans for one org`);
  }
  const differences = planDifferences(a.plan, b.plan);
  if (differences.length === 0 && !options.same) {
    throw new Error(`${fileA} and ${fileB} differ in nothing; allowed: two plans that do, or --same`);
  }
  const { by, measure } = measuredBy(options, a.plan.agents !== undefined && b.plan.agents !== undefined);
  const contrast = { name: NAME, a: phaseOf(a.plan, by), b: phaseOf(b.plan, by) };
  const budgetMs = Math.min(a.plan.ceiling.budgetMs, b.plan.ceiling.budgetMs);
  const needsMs = Math.max(runMs(contrast.a), runMs(contrast.b));
  if (needsMs > budgetMs) {
    throw new Error(
      `ceiling.budget: ${formatDuration(budgetMs)}; allowed: at least ${formatDuration(needsMs)}, which one trial takes`,
    );
  }
  return { a, b, differences, by, measure, trials, budgetMs, contrast };
}

/** The org that a plan aims at. All simulated tenants on this machine count as one, so that any two can be compared. */
function orgOf({ target }: Plan): string {
  return isLoopback(target) ? 'this machine' : nameOf(target);
}

/**
 * The phase of one trial: a probe that offers the plan's maximum once, or, for estimates of its length, a whole run.
 */
function phaseOf(plan: Plan, by: Given['by']): SearchPhase {
  const settings: SearchSettings = settingsOf(plan);
  if (by === 'ceiling') return { ...phasesOf(settings).byHand(), name: 'trial' };
  const { sessions } = plan.customers;
  const holdMs = scheduleOf(plan).deskClosesMs;
  return {
    name: 'trial',
    untilRefusal: false,
    probes: [{ offer: sessions, perMinute: sessions * 60_000, holdMs, restMs: 0, knocks: 0 }],
  };
}

async function runTrials(
  given: Given,
  resume: ResumeFile<Trial>,
  output: string,
  options: CompareOptions,
  io: RunIo,
): Promise<number> {
  const { a, b, by, measure, trials, budgetMs, contrast, differences } = given;
  const progress = new SearchProgress(io, options);
  const say = (line: string) => progress.say(line);
  const experiment: TrialLoop = {
    contrasts: [contrast],
    settings: { trials, seed: resume.seed, budgetMs, paired: true },
    resume,
    label: ({ arm }) => `${arm} (${(arm === 'a' ? a : b).plan.name})`,
    measure: measurer(given, resume.seed, options, io, progress),
  };
  const lengthMs = Math.round(experimentMs([contrast], trials) / 1_000) * 1_000;
  const differ = differences.length === 0 ? 'nothing, so what differs is noise' : differences.join(', ');
  const budget = lengthMs > budgetMs ? `, of which ceiling.budget leaves ${formatDuration(budgetMs)}` : '';
  say(`they differ in ${differ}; ${trials} pairs of trials: about ${formatDuration(lengthMs)}${budget}`);
  const end = await runTrialLoop(experiment, io, progress);
  if (end.kind === 'refused') return end.code;
  const isWhole = end.kind !== 'interrupted';
  const pairs = pairsOf(resume.history, NAME);
  const result = comparePairs(pairs, measure);
  const report = {
    a: a.plan.name,
    b: b.plan.name,
    target: nameOf(a.plan.target),
    by,
    differences,
    startedAt: new Date(resume.history[0]?.measured.startedMs ?? Date.now()).toISOString(),
    endedAt: new Date().toISOString(),
    engine: progress.engine,
    end,
    result,
  };
  writeResult(report, comparisonText(report) + endText(end, options), isWhole ? output : undefined, options, io);
  if (!isWhole) return INTERRUPTED;
  resume.remove();
  return end.kind === 'complete' ? 0 : 99;
}

type Order = Extract<NextTrial, { kind: 'measure' }>;

function measurer(
  { a, b, by }: Given,
  seed: number,
  { engine }: CompareOptions,
  io: RunIo,
  progress: SearchProgress,
): TrialLoop['measure'] {
  const runnerOf = ({ path: planPath, values }: RunnablePlan) => ({ planPath, values, engine });
  const probes = { a: phaseRunner(runnerOf(a), io, progress.runsOn), b: phaseRunner(runnerOf(b), io, () => undefined) };
  return ({ arm, phase, pair }: Order) => {
    if (by === 'ceiling') return probes[arm](phase);
    const side = arm === 'a' ? a : b;
    const drawn = seed + 1 + (pair ?? -1);
    return runWholeTrial({ script: by, plan: side.plan, phase, runner: runnerOf(side), seed: drawn }, io);
  };
}
