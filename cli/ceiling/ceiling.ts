import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunIo } from '@headroom/engine';
import { parseDuration } from '../../lib/plan/duration.ts';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { probeTransportOf } from '../../lib/plan/probes/transport-choice.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { ceilingText } from '../../report/kinds/ceiling/ceiling-lines.ts';
import type { CeilingFile } from '../../report/read/search-files.ts';
import { answerSoFar, nextSearchStep, type SearchStep } from '../../search/ceiling/ceiling-search.ts';
import { searchLengthMs } from '../../search/ceiling/search-length.ts';
import type { SearchResult } from '../../search/ceiling/search-result.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import { NEVER_RAN, phaseRunner, RETRY_MS, type RunPhase } from '../experiments/phase-runner.ts';
import { phaseText } from '../experiments/phase-text.ts';
import { planFingerprint, ResumeFile } from '../experiments/resume-file.ts';
import { type RunnablePlan, readRunnablePlan } from '../experiments/runnable-plan.ts';
import { SearchProgress, type Underway } from '../experiments/search-progress.ts';
import { checkedSearchSettings } from '../experiments/search-settings.ts';
import { searchingAlone } from '../experiments/searching-alone.ts';
import { goesOnText } from '../experiments/trial-loop.ts';
import { badInput } from '../io/bad-input.ts';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { resultFileOf, writeResult } from '../result-files/write-result.ts';

export interface CeilingOptions {
  readonly e: readonly string[];
  readonly quick?: boolean;
  /** A duration, or true for an hour. */
  readonly spread?: string | boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly fresh?: boolean;
  readonly engine?: string;
  readonly out?: string;
}

/** What `headroom ceiling --json` prints, and what its result file holds. */
export interface CeilingResult extends Required<Omit<CeilingFile, 'result'>> {
  readonly result: SearchResult;
}

/**
 * `headroom ceiling <plan>`: searches the ceiling phase by phase. Returns 0 with an answer, 99 with less than one
 * (`irregular` says why), 104 on bad input, and 105 when it was interrupted; the same command then resumes it.
 */
export async function ceiling(file: string, options: CeilingOptions, io: RunIo): Promise<number> {
  try {
    const given = readRunnablePlan(file, options, io);
    const settings = checkedSearchSettings(given.plan, options.quick, spreadMsOf(options));
    const quick = options.quick ? '-quick' : '';
    const name = `ceiling-${given.plan.name}${quick}`;
    const output = resultFileOf(name, options, [file], io.cwd);
    const kept = path.join(io.cwd, 'results', `${name}.resume.json`);
    const fingerprint = planFingerprint(given.plan, settings.quick, settings.spreadMs);
    return await searchingAlone(given.plan, io.cwd, async () => {
      const { seed } = given.plan;
      const resume = ResumeFile.open<MeasuredPhase>(kept, 'ceiling', fingerprint, seed, options.fresh === true);
      return await new CeilingRun(given, settings, resume, output, options, io).toTheEnd();
    });
  } catch (error) {
    return badInput('ceiling', error, io);
  }
}

const HOUR_MS = 3_600_000;

function spreadMsOf({ spread, quick }: CeilingOptions): number | undefined {
  if (spread === undefined || spread === false) return undefined;
  if (quick) throw new Error('--spread: not with --quick; allowed: one of them');
  if (spread === true) return HOUR_MS;
  const ms = parseDuration(String(spread));
  if (ms === undefined || ms < 60_000) throw new Error(`--spread ${spread}; allowed: a duration of a minute and more`);
  return ms;
}

class CeilingRun {
  readonly #given: RunnablePlan;
  readonly #settings: SearchSettings;
  readonly #resume: ResumeFile<MeasuredPhase>;
  readonly #output: string;
  readonly #options: CeilingOptions;
  readonly #io: RunIo;
  readonly #progress: SearchProgress;
  readonly #measure: RunPhase;
  readonly #startedMs = Date.now();

  constructor(
    given: RunnablePlan,
    settings: SearchSettings,
    resume: ResumeFile<MeasuredPhase>,
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
    this.#progress = new SearchProgress(io, options);
    const { path: planPath, values, plan } = given;
    const keepsWords = probeTransportOf(plan) === 'exact';
    this.#measure = phaseRunner({ planPath, values, engine: options.engine, keepsWords }, io, this.#progress.runsOn);
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
        const step = nextSearchStep(this.#settings, history, this.#resume.seed);
        if (step.kind === 'done') return this.#finish(step.result, interrupted);
        if (interrupted) return this.#interrupted(history);
        this.#say(step.says);
        const { measured, code } = await this.#progress.during(this.#underway(step), () => this.#measure(step.phase));
        if (code === INTERRUPTED) interrupted = true;
        if ('failed' in measured) {
          this.#progress.fail(`  failed: ${measured.failed}`);
          if (history.length === 0 && NEVER_RAN.has(code)) return code;
        } else this.#say(phaseText(measured));
        this.#resume.add(measured);
        if ('failed' in measured && !interrupted) await wait(RETRY_MS);
      }
    } finally {
      forget?.();
    }
  }

  #underway({ phase, says }: Extract<SearchStep, { kind: 'measure' }>): Underway {
    const { history } = this.#resume;
    const held = history.flatMap((measured) =>
      'probes' in measured ? measured.probes.map((probe) => probe.held) : [],
    );
    const spentMs = history.reduce((sum, { tookMs }) => sum + tookMs, 0);
    const wholeMs = searchLengthMs(this.#settings, Math.max(this.#settings.first, ...held));
    const leftMs = Math.max(0, wholeMs - spentMs);
    return { says, isSaid: true, place: `phase ${history.length + 1}`, lastsMs: runMs(phase), leftMs };
  }

  #interrupted(history: readonly MeasuredPhase[]): number {
    const why = `the search was interrupted: ${goesOnText(this.#options)}`;
    this.#print(answerSoFar(this.#settings, history, this.#resume.seed, why), true, undefined);
    return INTERRUPTED;
  }

  #finish(result: SearchResult, interrupted: boolean): number {
    this.#print(result, interrupted, this.#output);
    this.#resume.remove();
    if (interrupted) return INTERRUPTED;
    return result.irregular.length === 0 && result.kind !== 'unfinished' ? 0 : 99;
  }

  #print(result: SearchResult, interrupted: boolean, file: string | undefined): void {
    const { plan } = this.#given;
    const report: CeilingResult = {
      plan: plan.name,
      target: nameOf(plan.target),
      startedAt: new Date(this.#startedMs).toISOString(),
      endedAt: new Date().toISOString(),
      engine: this.#progress.engine,
      interrupted,
      transport: probeTransportOf(plan),
      settings: this.#settings,
      result,
      history: this.#resume.history,
    };
    writeResult(report, ceilingText(report), file, this.#options, this.#io);
  }

  #say(line: string): void {
    this.#progress.say(line);
  }
}
