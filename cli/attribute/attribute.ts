import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { formatDuration, formatSeconds } from '../../lib/plan/duration.ts';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import { probeTransportOf } from '../../lib/plan/probes/transport-choice.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { joinedRefusals } from '../../report/fold/refusal-samples.ts';
import { attributionText } from '../../report/kinds/attribute/attribution-text.ts';
import { refusalLines } from '../../report/render/refusal-lines.ts';
import { type Attribution, analyseAttribution as analyse } from '../../search/attribution/attribution.ts';
import { AXES, type Axis, type Design, designOf } from '../../search/attribution/attribution-axes.ts';
import type { Groundwork } from '../../search/attribution/groundwork.ts';
import { experimentMs, type Trial } from '../../search/trials/trials.ts';
import { phaseRunner, type RunPhase } from '../experiments/phase-runner.ts';
import { planFingerprint, ResumeFile } from '../experiments/resume-file.ts';
import { type RunnablePlan, readRunnablePlan } from '../experiments/runnable-plan.ts';
import { SearchProgress } from '../experiments/search-progress.ts';
import { checkedSearchSettings } from '../experiments/search-settings.ts';
import { searchingAlone } from '../experiments/searching-alone.ts';
import { endText, runTrialLoop, type TrialLoop } from '../experiments/trial-loop.ts';
import { badInput } from '../io/bad-input.ts';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { wholeNumber } from '../io/options.ts';
import { resultFileOf, writeResult } from '../result-files/write-result.ts';
import { layGroundwork } from './lay-groundwork.ts';
import { localAddressesFor } from './local-addresses.ts';

export interface AttributeOptions {
  readonly e: readonly string[];
  readonly axes?: string;
  readonly level?: string;
  readonly trials: string;
  readonly localIps?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly fresh?: boolean;
  readonly engine?: string;
  readonly out?: string;
}

/** With fewer trials in each arm, no axis of six could be shown at 5 % in a permutation test with Holm's correction. */
const MIN_TRIALS_PER_ARM = 5;
const MAX_TRIALS_PER_ARM = 100;

interface Given {
  readonly file: RunnablePlan;
  readonly settings: SearchSettings;
  readonly addresses: readonly string[];
  readonly axes: readonly Axis[];
  readonly trials: number;
  readonly level: number | undefined;
  readonly output: string;
}

/**
 * `headroom attribute <plan>`: tests which axis the limit follows. Returns 0 when all trials were measured, 99 when
 * not, 104 on bad input, and 105 when it was interrupted; the same command then resumes it.
 */
export async function attribute(file: string, options: AttributeOptions, io: RunIo): Promise<number> {
  try {
    const given = check(file, options, io);
    const { path: planPath, values, plan } = given.file;
    const keepsWords = probeTransportOf(plan) === 'exact';
    const progress = new SearchProgress(io, options);
    const measure = phaseRunner({ planPath, values, engine: options.engine, keepsWords }, io, progress.runsOn);
    return await searchingAlone(given.file.plan, io.cwd, async () => {
      const resume = resumeOf(given, options, io);
      const ground = await layGroundwork(given.settings, given.level, resume, measure, progress);
      if ('code' in ground) return ground.code;
      return await runAxes(given, ground, resume, measure, progress, options, io);
    });
  } catch (error) {
    return badInput('attribute', error, io);
  }
}

function check(file: string, options: AttributeOptions, io: RunIo): Given {
  const planFile = readRunnablePlan(file, options, io);
  const settings = checkedSearchSettings(planFile.plan);
  const trials = wholeNumber('--trials', options.trials, MIN_TRIALS_PER_ARM, MAX_TRIALS_PER_ARM);
  const level = options.level === undefined ? undefined : Number(options.level);
  if (level !== undefined && (!Number.isInteger(level) || level < 1 || level > settings.most)) {
    throw new Error(`--level ${options.level}; allowed: a whole number from 1 to ceiling.most (${settings.most})`);
  }
  const axes = axesIn(options.axes);
  const addresses = localAddressesFor(planFile.plan.target, options.localIps);
  const design = designOf(planFile.plan, settings, level ?? settings.first, addresses, axes);
  const [missing] = design.notVaried;
  if (options.axes !== undefined && missing !== undefined) {
    throw new Error(
      `--axes ${missing.axis}: ${missing.why}; allowed: ${design.axes.map(({ name }) => name).join(', ')}`,
    );
  }
  checkBudget(design, settings);
  const output = resultFileOf(`attribute-${planFile.plan.name}`, options, [file], io.cwd);
  return { file: planFile, settings, addresses, axes, trials, level, output };
}

function axesIn(text: string | undefined): readonly Axis[] {
  if (text === undefined) return AXES;
  return text.split(',').map((name) => {
    const axis = AXES.find((each) => each === name.trim());
    if (axis === undefined) throw new Error(`--axes ${name}; allowed: ${AXES.join(', ')}, with commas`);
    return axis;
  });
}

function checkBudget({ axes }: Design, { budgetMs }: SearchSettings): void {
  const longest = Math.max(0, ...axes.map((axis) => experimentMs([axis], 1) / 3));
  if (longest > budgetMs) {
    throw new Error(
      `ceiling.budget: ${formatDuration(budgetMs)}; allowed: at least ${formatDuration(longest)}, which one trial takes`,
    );
  }
}

function resumeOf({ file, axes, trials, addresses, level }: Given, options: AttributeOptions, { cwd }: RunIo) {
  const { plan } = file;
  const kept = path.join(cwd, 'results', `attribute-${plan.name}.resume.json`);
  const fingerprint = planFingerprint(plan, axes, trials, addresses, level);
  return ResumeFile.open<Trial>(kept, 'attribute', fingerprint, plan.seed, options.fresh === true);
}

async function runAxes(
  { file, settings, addresses, axes, trials: inEachArm, output }: Given,
  groundwork: Groundwork,
  resume: ResumeFile<Trial>,
  measure: RunPhase,
  progress: SearchProgress,
  options: AttributeOptions,
  io: RunIo,
): Promise<number> {
  const { plan } = file;
  const { level, says } = groundwork;
  resume.level = level;
  // What is refused or closed far below the level is no limit, and there is nothing to vary.
  const wanted = says === 'chance' || says === 'cuts' ? [] : axes;
  const design = designOf(plan, settings, level, addresses, wanted, groundwork);
  progress.say(
    `${design.axes.length} ${design.axes.length === 1 ? 'axis' : 'axes'} around ${level} sessions, ${inEachArm} trials in each arm: about ${formatSeconds(experimentMs(design.axes, inEachArm))}`,
  );
  const experiment: TrialLoop = {
    contrasts: design.axes,
    settings: { trials: inEachArm, seed: resume.seed, budgetMs: settings.budgetMs },
    resume,
    label: ({ contrast, arm }) => {
      const axis = design.axes.find(({ name }) => name === contrast);
      return (arm === 'a' ? axis?.armA : axis?.armB) ?? arm;
    },
    measure: ({ phase }) => measure(phase),
  };
  const end = await runTrialLoop(experiment, io, progress);
  if (end.kind === 'refused') return end.code;
  const result: Attribution = analyse(design, resume.history, level, resume.seed, groundwork);
  const trials = resume.history.map(({ measured }) => measured);
  const refusals = joinedRefusals(trials.map((measured) => ('failed' in measured ? [] : (measured.refusals ?? []))));
  const target = nameOf(plan.target);
  const report = {
    plan: plan.name,
    target,
    transport: probeTransportOf(plan),
    startedAt: new Date(trials[0]?.startedMs ?? Date.now()).toISOString(),
    endedAt: new Date().toISOString(),
    engine: progress.engine,
    end,
    result,
    refusals,
  };
  const text = attributionText(plan.name, target, result, refusalLines(trials, probeTransportOf(plan)));
  const isWhole = end.kind !== 'interrupted';
  writeResult(report, text + endText(end, options), isWhole ? output : undefined, options, io);
  if (!isWhole) return INTERRUPTED;
  resume.remove();
  return end.kind === 'complete' ? 0 : 99;
}
