import { streamFor } from '../lib/base/random.ts';
import {
  isClean,
  isComplete,
  maxAdmitted,
  metALimit,
  type ProbeReading,
  type SearchPhaseName,
} from '../lib/plan/probes/phase.ts';
import type { SearchSettings } from '../lib/plan/probes/settings.ts';
import { rampMs } from '../lib/plan/probes/timetable.ts';
import { levelDrift } from './level-drift.ts';
import type { MeasuredPhase, SearchHistory } from './measured-phase.ts';
import { type OfferedReading, rateEvidence } from './rate-evidence.ts';
import type { RateLimit, SearchResult, WindowResult } from './search-result.ts';

export const OVERSHOOTS = 8;
export const CLOSING = 4;
const MAX_PASSING = 2;
/** A level below this share of the overshoot probes is not of the same ceiling: it moved, or it is no ceiling. */
const FAR_BELOW = 0.75;
/** After a limit on the rate the search begins again at a pace this many times slower, up to `MAX_SLOW_DOWNS` times. */
const SLOWER = 4;
const MAX_SLOW_DOWNS = 4;

/** The state of a search, computed from its history. Levels are numbers of sessions. */
export class SearchProgress {
  readonly settings: SearchSettings;
  readonly seed: number;
  stage: SearchPhaseName | 'over' = 'bracket';
  found: SearchResult['kind'] = 'unfinished';
  perMinute: number;
  offer: number;
  bracketed = 0;
  bracketRefused: number | undefined;
  overshoots: OfferedReading[] = [];
  /** The overshoot probes before the search had to look again, and how often it had to. */
  earlier: OfferedReading[] = [];
  looks = 0;
  closing: ProbeReading[] = [];
  refusedWindows: ProbeReading[] = [];
  level = 0;
  /** The level that the last overshoot probes gave. Steps down are counted from it. */
  accepted = 0;
  clean = 0;
  stepDowns = 0;
  /** The number of probes and windows that do not count, because sessions came or left outside their time. */
  late = 0;
  /** Whether nothing was refused up to the maximum that may be offered. */
  unlimited = false;
  failures = 0;
  failedPhases = 0;
  lastFailure = '';
  elapsedMs = 0;
  readonly rates: RateLimit[] = [];
  readonly windows: WindowResult[] = [];
  /** The readings of all probes. */
  readonly all: ProbeReading[] = [];
  readonly causes = new Map<string, number>();
  phases = 0;

  constructor(settings: SearchSettings, history: SearchHistory, seed: number) {
    this.settings = settings;
    this.seed = seed;
    this.perMinute = settings.perMinute;
    this.offer = settings.first;
    for (const measured of history) this.#take(measured);
  }

  #take(measured: MeasuredPhase): void {
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
    const probes = measured.probes.filter(isSure);
    if (measured.phase.name !== 'confirm') this.late += measured.probes.filter(({ late }) => late > 0).length;
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
      this.bracketed = Math.max(this.bracketed, probe.held);
      this.bracketRefused = probe.firstRefused;
      const nobody = this.all.every(({ admitted, late }) => admitted + late === 0);
      this.stage = nobody ? 'over' : 'overshoot';
      if (nobody) this.found = 'nothing-admitted';
    } else if (probe.offer < this.settings.most) this.offer = Math.min(this.settings.most, probe.offer * 2);
    else this.#accept(probe.offer, true);
  }

  #overshoot({ phase, ...measured }: MeasuredPhase): void {
    if (!('probes' in measured)) return;
    for (const [place, reading] of measured.probes.entries()) {
      const { perMinute = 0, waitMs = 0 } = phase.probes[place] ?? {};
      if (isSure(reading)) this.overshoots.push({ slow: perMinute < this.perMinute, rested: waitMs > 0, reading });
    }
    const met = this.overshoots.filter(({ reading }) => metALimit(reading));
    const maxOffer = Math.max(...this.overshoots.map(({ reading }) => reading.offer));
    if (this.overshoots.length >= 2 && met.length < this.overshoots.length / 2 && maxOffer < this.settings.most) {
      // The limit that the bracket met is gone: the bracket goes on from here.
      this.overshoots = [];
      this.stage = 'bracket';
      this.offer = Math.min(this.settings.most, maxOffer * 2);
      return;
    }
    // After another look the ceiling may have come down since the first probes, so they do not count.
    const admittedBefore = this.looks === 0 ? maxAdmitted(this.all) : 0;
    const evidence = rateEvidence(this.overshoots, admittedBefore, streamFor(this.seed, 1));
    if (evidence !== undefined) this.#slowDown(evidence);
    else if (this.#moved()) this.stage = 'over';
    else if (this.overshoots.length >= this.wantedOvershoots) {
      const levels = (met.length > 0 ? met : this.overshoots).map(({ reading }) => reading.held);
      // A refusal that no probe repeats was a passing one, once or twice. After that, another look does not improve the
      // level.
      const passing = met.length === 0 && this.looks <= MAX_PASSING;
      if (met.length === 0 && !passing) {
        this.#slowDown(
          `windows one after another were refused ${this.looks} times, and no probe of ${maxOffer} sessions between them was`,
        );
        return;
      }
      const before = this.looks === 0 || passing ? this.settings.most : this.level;
      this.#accept(Math.min(before, ...levels), passing);
    }
  }

  /** Whether the level moves, so that there is none to confirm. */
  #moved(): boolean {
    if (this.looks === 0 || this.overshoots.length < this.wantedOvershoots) return false;
    return levelDrift(held(this.earlier), held(this.overshoots), streamFor(this.seed, 0)) !== undefined;
  }

  get wantedOvershoots(): number {
    return this.settings.quick ? OVERSHOOTS / 2 : OVERSHOOTS;
  }

  #accept(level: number, unlimited: boolean): void {
    this.level = level;
    this.accepted = level;
    this.unlimited = unlimited;
    this.found = unlimited ? 'none' : 'ceiling';
    this.stage = this.settings.quick ? 'over' : 'confirm';
  }

  /** Begins again at a slower pace, because a limit on the rate hides a ceiling. */
  #slowDown(evidence: string): void {
    this.rates.push({ perMinute: this.perMinute, evidence });
    this.found = 'rate';
    this.clean = 0;
    if (this.rates.length > MAX_SLOW_DOWNS || this.settings.quick) {
      this.stage = 'over';
      return;
    }
    this.perMinute /= SLOWER;
    this.bracketed = 0;
    this.bracketRefused = undefined;
    this.overshoots = [];
    this.earlier = [];
    this.looks = 0;
    this.refusedWindows = [];
    this.stage = 'bracket';
    this.offer = this.settings.first;
  }

  /** Repeats the overshoot probes, because the windows contradict them. */
  #lookAgain(): void {
    this.bracketed = Math.max(this.accepted, ...held(this.overshoots));
    this.earlier.push(...this.overshoots);
    this.overshoots = [];
    this.looks++;
    this.stage = 'overshoot';
  }

  #confirm({ phase, ...measured }: MeasuredPhase): void {
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
    if (this.stage === 'confirm' && this.clean >= this.settings.windows)
      this.stage = this.unlimited ? 'over' : 'closing';
  }

  /** Steps down after a window that was not clean: by the plan's step, or to what was admitted where that is less. */
  #stepDown(reading: ProbeReading): void {
    const below = this.level - this.settings.step;
    this.level = isolated(reading) ? below : Math.min(below, Math.max(reading.admitted - reading.dropped, 1));
    this.clean = 0;
    this.stepDowns++;
    if (this.unlimited || this.level < this.accepted * FAR_BELOW) this.#lookAgain();
    this.unlimited = false;
    this.found = this.level < 1 ? 'unfinished' : 'ceiling';
    if (reading.firstRefused !== undefined) this.refusedWindows.push(reading);
  }
}

function held(probes: readonly OfferedReading[]): number[] {
  return probes.map(({ reading }) => reading.held);
}

/** Whether the probe was decided and no session was late. */
function isSure(reading: ProbeReading): boolean {
  return isComplete(reading) && reading.late === 0;
}

/**
 * The outcome of a window, or undefined when the run ended before it was decided. `crowded`: sessions of the window
 * before left too late.
 */
function outcomeOf(reading: ProbeReading, crowded: boolean): WindowResult['outcome'] | undefined {
  if (isClean(reading)) return 'clean';
  if (reading.refused + reading.failed + reading.dropped > 0) return crowded ? 'late' : 'refused';
  return isComplete(reading) && reading.late > 0 ? 'late' : undefined;
}

/**
 * Whether most sessions after the first refusal were admitted. Then it was a chance refusal, and the tenant was not
 * full.
 */
function isolated({ firstRefused, admitted, refused, failed }: ProbeReading): boolean {
  if (firstRefused === undefined) return true;
  const before = firstRefused - 1;
  const after = admitted + refused + failed - before;
  return admitted - before > after / 2;
}
