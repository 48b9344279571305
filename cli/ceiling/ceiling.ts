import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunIo } from '@headroom/engine';
import { formatDuration } from '../../lib/plan/duration.ts';
import { phasesOf, type SearchSettings, settingsOf } from '../../lib/plan/probes/settings.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { probeTransportOf } from '../../lib/plan/probes/transport-choice.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { answerSoFar, nextStep } from '../../search/ceiling-search.ts';
import type { Measured } from '../../search/measured-phase.ts';
import type { SearchResult } from '../../search/search-result.ts';
import { INTERRUPTED, type Measure, measurer, NEVER_RAN, RETRY_MS } from '../experiments/phase-runner.ts';
import { fingerprintOf, ResumeFile } from '../experiments/resume-file.ts';
import { type PlanFile, readPlan } from '../experiments/runnable-plan.ts';
import { failed } from '../io/bad-input.ts';
import { resultFile, writeResult } from '../results/write-result.ts';
import { answerText, phaseText } from './ceiling-text.ts';

export interface CeilingOptions {
  readonly e: readonly string[];
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly fresh?: boolean;
  readonly engine?: string;
  readonly out?: string;
}

/** What `--json` prints and the result file holds. */
export interface CeilingReport {
  readonly plan: string;
  readonly target: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly engine: string;
  readonly interrupted: boolean;
  readonly transport: 'exact' | 'dense';
  readonly settings: SearchSettings;
  readonly result: SearchResult;
  /** Every phase, with what each of its probes showed. */
  readonly history: readonly Measured[];
}

/**
 * `headroom ceiling <plan>`: runs the phases of a search. Exit 0 with an answer, 99 when it is less than it should be,
 * 104 on bad input, 105 when it was interrupted: the same command goes on from there.
 */
export async function ceiling(file: string, options: CeilingOptions, io: RunIo): Promise<number> {
  try {
    const given = readPlan(file, options, io);
    const settings = checkedSettings(given.plan, options);
    const quick = options.quick ? '-quick' : '';
    const name = `ceiling-${given.plan.name}${quick}`;
    const output = resultFile(name, options, [file], io.cwd);
    const kept = path.join(io.cwd, 'results', `${name}.resume.json`);
    const fingerprint = fingerprintOf(given.plan, settings.quick);
    const resume = ResumeFile.open<Measured>(kept, 'ceiling', fingerprint, given.plan.seed, options.fresh === true);
    return await new CeilingRun(given, settings, resume, output, options, io).toTheEnd();
  } catch (error) {
    return failed('ceiling', error, io);
  }
}

/** What the plan says of the search, if it leaves room for one. Throws one line otherwise. */
export function checkedSettings(plan: Plan, { quick }: Pick<CeilingOptions, 'quick'>): SearchSettings {
  const settings = settingsOf(plan, quick);
  const { first, most, budgetMs } = settings;
  if (first >= most) {
    throw new Error(`ceiling.first: ${first}; allowed: below ceiling.most (${most}), so that there is room to search`);
  }
  const needsMs = runMs(phasesOf(settings).bracket(first));
  if (budgetMs < needsMs) {
    throw new Error(
      `ceiling.budget: ${formatDuration(budgetMs)}; allowed: at least ${formatDuration(needsMs)}, which the first phase takes`,
    );
  }
  return settings;
}

class CeilingRun {
  readonly #given: PlanFile;
  readonly #settings: SearchSettings;
  readonly #resume: ResumeFile<Measured>;
  readonly #output: string;
  readonly #options: CeilingOptions;
  readonly #io: RunIo;
  readonly #measure: Measure;
  readonly #startedMs = Date.now();
  #engine = '';

  constructor(
    given: PlanFile,
    settings: SearchSettings,
    resume: ResumeFile<Measured>,
    output: string,
    options: CeilingOptions,
    io: RunIo,
  ) {
    this.#given = given;
    this.#settings = settings;
    this.#resume = resume;
    this.#output = output;
    this.#options = options;
    this.#io = io;
    this.#measure = measurer({ planPath: given.path, values: given.values, engine: options.engine }, io, (line) => {
      this.#engine = line;
      this.#say(line);
    });
  }

  async toTheEnd(): Promise<number> {
    const { history, path: kept } = this.#resume;
    if (history.length > 0) this.#say(`going on from ${history.length} phases in ${path.relative(this.#io.cwd, kept)}`);
    let interrupted = false;
    const forget = this.#io.onInterrupt?.(() => {
      interrupted = true;
    });
    try {
      for (;;) {
        const step = nextStep(this.#settings, history, this.#resume.seed);
        if (step.kind === 'done') return this.#finish(step.result, interrupted);
        if (interrupted) return this.#interrupted(history);
        this.#say(step.says);
        const { measured, code } = await this.#measure(step.phase);
        if (code === INTERRUPTED) interrupted = true;
        if ('failed' in measured) {
          this.#say(`  failed: ${measured.failed}`);
          if (history.length === 0 && NEVER_RAN.has(code)) return code;
        } else this.#say(phaseText(measured));
        this.#resume.add(measured);
        if ('failed' in measured && !interrupted) await wait(RETRY_MS);
      }
    } finally {
      forget?.();
    }
  }

  #interrupted(history: readonly Measured[]): number {
    const why = 'the search was interrupted: the same command goes on from here';
    this.#print(answerSoFar(this.#settings, history, this.#resume.seed, why), true, undefined);
    return INTERRUPTED;
  }

  #finish(result: SearchResult, interrupted: boolean): number {
    this.#print(result, interrupted, this.#output);
    this.#resume.done();
    if (interrupted) return INTERRUPTED;
    return result.irregular.length === 0 && result.kind !== 'unfinished' ? 0 : 99;
  }

  #print(result: SearchResult, interrupted: boolean, file: string | undefined): void {
    const { plan } = this.#given;
    const report: CeilingReport = {
      plan: plan.name,
      target: nameOf(plan.target),
      startedAt: new Date(this.#startedMs).toISOString(),
      endedAt: new Date().toISOString(),
      engine: this.#engine,
      interrupted,
      transport: probeTransportOf(plan),
      settings: this.#settings,
      result,
      history: this.#resume.history,
    };
    writeResult(report, answerText(report), file, this.#options, this.#io);
  }

  #say(line: string): void {
    this.#io.stderr.write(`${line}\n`);
  }
}
