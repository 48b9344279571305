import { streamFor } from '../pacing/random.ts';
import { answer } from './answer.ts';
import type { History, Measured } from './history.ts';
import { shuffled } from './permutation.ts';
import {
  admittedMost,
  isClean,
  isComplete,
  metALimit,
  type Phase,
  type PhaseName,
  type ProbeReading,
} from './phase.ts';
import { type PacedReading, rateEvidence } from './rate.ts';
import type { RateLimit, SearchResult, WindowResult } from './result.ts';
import { phasesOf, type SearchSettings } from './settings.ts';
import { rampMs, runMs } from './timetable.ts';

/** What to do next: measure a phase, or nothing more. */
export type Step =
  | { readonly kind: 'measure'; readonly phase: Phase; readonly says: string }
  | { readonly kind: 'done'; readonly result: SearchResult };

export const OVERSHOOTS = 8;
export const CLOSING = 4;
const BEYOND = 1.2;
const FAILURES_MOST = 3;
const LATE_MOST = 5;
const SLOWER = 4;
const SLOW_DOWNS_MOST = 4;

type Stage = PhaseName | 'over';

/**
 * The search for a ceiling: bracket, overshoot, confirm, and a last look. A pure function of what was measured, so a
 * search is resumed by its history. `seed` decides the order of fast and slow probes.
 */
export function nextStep(settings: SearchSettings, history: History, seed: number): Step {
  const search = new Search(settings, seed);
  for (const measured of history) search.take(measured);
  return search.next();
}

/** The answer from what there is, `why` it is no more in one line. */
export function answerSoFar(settings: SearchSettings, history: History, seed: number, why: string): SearchResult {
  const search = new Search(settings, seed);
  for (const measured of history) search.take(measured);
  search.irregular.push(why);
  return answer(search);
}

/** What a history amounts to. Levels are numbers of sessions. */
export class Search {
  readonly settings: SearchSettings;
  readonly seed: number;
  stage: Stage = 'bracket';
  found: SearchResult['kind'] = 'unfinished';
  perMinute: number;
  offer: number;
  bracketed = 0;
  bracketRefused: number | undefined;
  overshoots: PacedReading[] = [];
  closing: ProbeReading[] = [];
  readonly refusedWindows: ProbeReading[] = [];
  level = 0;
  clean = 0;
  stepDowns = 0;
  late = 0;
  /** No refusal up to the most that may be offered. */
  unlimited = false;
  failures = 0;
  failedPhases = 0;
  lastFailure = '';
  elapsedMs = 0;
  readonly irregular: string[] = [];
  readonly rates: RateLimit[] = [];
  readonly windows: WindowResult[] = [];
  /** Every probe that was decided. */
  readonly all: ProbeReading[] = [];
  readonly causes = new Map<string, number>();
  phases = 0;

  constructor(settings: SearchSettings, seed: number) {
    this.settings = settings;
    this.seed = seed;
    this.perMinute = settings.perMinute;
    this.offer = settings.first;
  }

  take(measured: Measured): void {
    this.elapsedMs += measured.tookMs;
    this.phases++;
    if ('failed' in measured) {
      this.failures++;
      this.failedPhases++;
      this.lastFailure = measured.failed;
      return;
    }
    this.failures = 0;
    for (const [cause, count] of Object.entries(measured.causes)) {
      this.causes.set(cause, (this.causes.get(cause) ?? 0) + count);
    }
    this.all.push(...measured.probes);
    const probes = measured.probes.filter(isComplete);
    switch (measured.phase.name) {
      case 'bracket':
        return this.#bracket(probes);
      case 'overshoot':
        return this.#overshoot(measured);
      case 'confirm':
        return this.#confirm(measured);
      case 'closing':
        this.closing.push(...probes);
        if (this.closing.length >= CLOSING) this.stage = 'over';
    }
  }

  #bracket([probe]: readonly ProbeReading[]): void {
    if (probe === undefined) return;
    if (metALimit(probe)) {
      this.bracketed = probe.held;
      this.bracketRefused = probe.firstRefused;
      this.stage = probe.held === 0 ? 'over' : 'overshoot';
      if (probe.held === 0 && this.rates.length === 0) this.found = 'nothing-admitted';
    } else if (probe.offer < this.settings.most) this.offer = Math.min(this.settings.most, probe.offer * 2);
    else this.#accept(probe.offer, true);
  }

  #overshoot({ phase, ...measured }: Measured): void {
    if (!('probes' in measured)) return;
    for (const [place, reading] of measured.probes.entries()) {
      const slow = (phase.probes[place]?.perMinute ?? 0) < this.perMinute;
      if (isComplete(reading)) this.overshoots.push({ slow, reading });
    }
    const met = this.overshoots.filter(({ reading }) => metALimit(reading));
    const most = Math.max(...this.overshoots.map(({ reading }) => reading.offer));
    if (this.overshoots.length >= 2 && met.length < this.overshoots.length / 2 && most < this.settings.most) {
      // What the bracket met is gone: up again from here.
      this.overshoots = [];
      this.stage = 'bracket';
      this.offer = Math.min(this.settings.most, most * 2);
      return;
    }
    const evidence = rateEvidence(this.overshoots, admittedMost(this.all), streamFor(this.seed, 1));
    if (evidence !== undefined) this.#slowDown(evidence);
    else if (this.overshoots.length >= this.wantedOvershoots) {
      const levels = (met.length > 0 ? met : this.overshoots).map(({ reading }) => reading.held);
      this.#accept(Math.min(...levels), met.length === 0);
    }
  }

  get wantedOvershoots(): number {
    return this.settings.quick ? OVERSHOOTS / 2 : OVERSHOOTS;
  }

  #accept(level: number, unlimited: boolean): void {
    this.level = level;
    this.unlimited = unlimited;
    this.found = unlimited ? 'none' : 'ceiling';
    this.stage = this.settings.quick ? 'over' : 'confirm';
  }

  /** A limit on the rate hides a ceiling: look for it at a gentler pace. */
  #slowDown(evidence: string): void {
    this.rates.push({ perMinute: this.perMinute, evidence });
    if (this.rates.length > SLOW_DOWNS_MOST || this.settings.quick) {
      this.stage = 'over';
      return;
    }
    this.perMinute /= SLOWER;
    this.overshoots = [];
    this.stage = 'bracket';
    this.offer = this.settings.first;
  }

  #confirm({ phase, ...measured }: Measured): void {
    if (!('probes' in measured)) return;
    for (const [place, reading] of measured.probes.entries()) {
      const probe = phase.probes[place];
      if (probe === undefined || reading.offer !== this.level) continue;
      const lengthMs = rampMs(probe) + probe.holdMs;
      const outcome = outcomeOf(reading, place > 0 && (measured.probes[place - 1]?.late ?? 0) > 0);
      if (outcome === undefined) continue;
      this.windows.push({ level: reading.offer, lengthMs, outcome });
      if (outcome === 'clean') this.clean++;
      else if (outcome === 'late') this.late++;
      else this.#stepDown(reading);
    }
    if (this.clean >= this.settings.windows) this.stage = this.unlimited ? 'over' : 'closing';
  }

  /** A window that was not clean: at least a step down, and to what was admitted where that is less. */
  #stepDown(reading: ProbeReading): void {
    const below = this.level - this.settings.step;
    this.level = isolated(reading) ? below : Math.min(below, Math.max(reading.admitted - reading.dropped, 1));
    this.clean = 0;
    this.stepDowns++;
    this.unlimited = false;
    this.found = 'ceiling';
    if (reading.firstRefused !== undefined) this.refusedWindows.push(reading);
  }

  next(): Step {
    const phase = this.#nextPhase();
    if (phase === undefined) return { kind: 'done', result: answer(this) };
    return { kind: 'measure', phase, says: this.#says(phase) };
  }

  #nextPhase(): Phase | undefined {
    if (this.stage === 'over') return undefined;
    if (this.failures >= FAILURES_MOST) {
      this.irregular.push(`${this.failures} phases in a row failed: ${this.lastFailure}`);
      return undefined;
    }
    if (this.stage === 'confirm' && this.level < 1) {
      this.irregular.push('no level had clean windows');
      return undefined;
    }
    if (this.late > LATE_MOST) {
      this.irregular.push(
        `${this.late} windows ran late: this machine, or the way to the tenant, is too slow for them`,
      );
      return undefined;
    }
    const fits = (phase: Phase) => this.elapsedMs + runMs(phase) <= this.settings.budgetMs;
    let phase = this.#wanted();
    // Rather fewer windows than none.
    while (phase.name === 'confirm' && phase.probes.length > 1 && !fits(phase)) {
      phase = { ...phase, probes: phase.probes.slice(1) };
    }
    if (fits(phase)) return phase;
    this.irregular.push(`the search stopped at its time budget, before ${phase.name}: lower bound only`);
    return undefined;
  }

  #wanted(): Phase {
    const phases = phasesOf({ ...this.settings, perMinute: this.perMinute });
    switch (this.stage) {
      case 'overshoot':
        return phases.overshoot(this.beyond, this.#paces());
      case 'confirm':
        return phases.confirm(this.level, this.settings.windows - this.clean);
      case 'closing':
        return phases.closing(this.beyond, CLOSING - this.closing.length);
      default:
        return phases.bracket(this.offer);
    }
  }

  /** Clearly more than was ever admitted, and never more than the plan's most. */
  get beyond(): number {
    const highest = Math.max(this.bracketed, ...this.overshoots.map(({ reading }) => reading.held));
    return Math.min(this.settings.most, Math.max(highest + 2, Math.ceil(highest * BEYOND)));
  }

  /** Four probes at a time, half of them slow, in random order. */
  #paces(): boolean[] {
    return shuffled([true, true, false, false], streamFor(this.seed, 2 + this.phases));
  }

  #says({ name, probes }: Phase): string {
    const offer = probes[0]?.offer ?? 0;
    if (name === 'bracket') return `bracket: ${offer} sessions`;
    if (name !== 'confirm') return `${name}: ${probes.length} times ${offer} sessions`;
    return `confirm: ${offer} sessions, ${this.clean} of ${this.settings.windows} windows clean so far`;
  }
}

/** Undefined where the run ended before the window was decided. `crowded`: some of those before it left too late. */
function outcomeOf(reading: ProbeReading, crowded: boolean): WindowResult['outcome'] | undefined {
  if (isClean(reading)) return 'clean';
  if (reading.refused + reading.failed + reading.dropped > 0) return crowded ? 'late' : 'refused';
  return isComplete(reading) && reading.late > 0 ? 'late' : undefined;
}

/** Whether most of those who came after the first refusal got in: not a full house, but bad luck. */
function isolated({ firstRefused, admitted, refused, failed }: ProbeReading): boolean {
  if (firstRefused === undefined) return true;
  const before = firstRefused - 1;
  const after = admitted + refused + failed - before;
  return admitted - before > after / 2;
}
