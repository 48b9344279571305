import { streamFor } from '../lib/base/random.ts';
import {
  type DeploymentReading,
  isComplete,
  maxAdmitted,
  metALimit,
  type Probe,
  type ProbeReading,
  type SearchPhaseName,
} from '../lib/plan/probes/phase.ts';
import { RELEASE_KNOCKS_MS, type SearchSettings } from '../lib/plan/probes/settings.ts';
import { rampMs, timetable } from '../lib/plan/probes/timetable.ts';
import { Attempts, insideBefore, insideDespiteChance, outcomeOf } from './attempts.ts';
import { type Baseline, baselineOf, baselineSays } from './baseline.ts';
import { type FirstKnocks, firstKnocksOf, knocksFor, together } from './chance.ts';
import { deadDeployments, summed } from './deployment-limits.ts';
import { levelDrift } from './level-drift.ts';
import type { MeasuredPhase, SearchHistory } from './measured-phase.ts';
import { type OfferedReading, rateEvidence } from './rate-evidence.ts';
import { type Release, releaseOf } from './release.ts';
import type { RateLimit, SearchResult, WindowResult } from './search-result.ts';

export const OVERSHOOTS = 8;
export const CLOSING = 4;
const MAX_PASSING = 2;
/** Looking again at a level that moved ends after so many times. */
const MAX_LOOKS = 4;
/** A level below this share of the overshoot probes is not of the same ceiling: it moved, or it is no ceiling. */
const FAR_BELOW = 0.75;
/** Levels of overshoot probes that differ by more are not of one ceiling. */
const COLLAPSED = 0.5;
/** A single overshoot probe below this share of all others is of a passing refusal. */
const ALONE = 0.85;
/** After a limit on the rate the search begins again at a pace this many times slower, up to `MAX_SLOW_DOWNS` times. */
const SLOWER = 4;
const MAX_SLOW_DOWNS = 4;
/** Before the baseline has said how much is refused by chance. */
const FIRST_KNOCKS = 4;
/** The rest between probes is so many times as long as places were seen to take until they are free. */
const REST = 1.5;
/** A baseline that shows too much is measured again once: it may have been an outage. */
const BASELINES = 2;

type Stage = Exclude<SearchPhaseName, 'trial'> | 'over';

/** The state of a search, computed from its history. Levels are numbers of sessions. */
export class SearchProgress {
  readonly settings: SearchSettings;
  readonly seed: number;
  stage: Stage = 'bracket';
  found: SearchResult['kind'] = 'unfinished';
  perMinute: number;
  restMs: number;
  offer: number;
  bracketed = 0;
  bracketRefused: number | undefined;
  /** How many knocks a session is refused by before it counts as refused by the level. */
  knocks = FIRST_KNOCKS;
  without: readonly number[] = [];
  baseline: Baseline | undefined;
  #baselines = 0;
  byChance: FirstKnocks = { offered: 0, refused: 0 };
  releaseMs: number | undefined;
  /** Evidence of a limit on the rate that a slow release may explain. */
  #suspicion: { readonly evidence: string; readonly from: 'baseline' | 'overshoot' } | undefined;
  overshoots: OfferedReading[] = [];
  /** The overshoot probes before the search had to look again, and how often it had to. */
  earlier: OfferedReading[] = [];
  looks = 0;
  closing: ProbeReading[] = [];
  halves: ProbeReading[] = [];
  refusedWindows: ProbeReading[] = [];
  readonly attempts: Attempts;
  /** The level of the window that was refused before the search looked again. */
  #refusedAt = 0;
  /** The level that the last overshoot probes gave. Steps down are counted from it. */
  accepted = 0;
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
  /** What passed while the search went on, in words. */
  readonly passing: string[] = [];
  /** The readings of all probes. */
  readonly all: ProbeReading[] = [];
  #sincePace: ProbeReading[] = [];
  readonly causes = new Map<string, number>();
  /** Since the last deployment was left out. */
  #deployments: readonly DeploymentReading[] = [];
  #hasLooked = false;
  #releaseOffer = 0;
  #freedWithin: number | undefined;
  /** Whether a full house let in who came when others had left. */
  #isProven = false;
  /** The level that is to be proven. */
  #candidate = 0;
  phases = 0;
  lastPhase: SearchPhaseName | undefined;

  constructor(settings: SearchSettings, history: SearchHistory, seed: number) {
    this.settings = settings;
    this.seed = seed;
    this.perMinute = settings.perMinute;
    this.restMs = settings.restMs;
    this.offer = settings.first;
    this.attempts = new Attempts(settings);
    for (const measured of history) this.#take(measured);
  }

  get level(): number {
    return this.attempts.level;
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
    const inside = measured.probes.map((reading, place) => withoutLater(reading, measured.phase.probes[place]));
    this.all.push(...inside);
    this.#sincePace.push(...inside);
    this.lastPhase = measured.phase.name;
    if (this.#isRidOfDead(measured.deployments)) return;
    const probes = measured.probes.filter(isSure);
    if (measured.phase.name !== 'confirm') this.late += measured.probes.filter(({ late }) => late > 0).length;
    switch (measured.phase.name) {
      case 'bracket':
        return this.#bracket(probes);
      case 'baseline':
        return this.#baseline(probes);
      case 'release':
        return this.#release(measured);
      case 'overshoot':
        return this.#overshoot(measured);
      case 'confirm':
        return this.#confirm(measured);
      case 'closing':
        return this.#closing(measured);
    }
  }

  /** Leaves out deployments that refuse every session, and begins again without them. */
  #isRidOfDead(deployments: readonly DeploymentReading[] | undefined): boolean {
    this.#deployments = summed(this.#deployments, deployments);
    const dead = deadDeployments(this.#deployments);
    if (dead.length === 0) return false;
    this.without = [...this.without, ...dead].sort((a, b) => a - b);
    this.#deployments = [];
    this.#beginAgain();
    return true;
  }

  #beginAgain(): void {
    this.#sincePace = [];
    this.#hasLooked = false;
    this.#freedWithin = undefined;
    this.#suspicion = undefined;
    this.#isProven = false;
    this.stage = 'bracket';
    this.found = this.rates.length > 0 ? 'rate' : 'unfinished';
    this.offer = this.settings.first;
    this.bracketed = 0;
    this.bracketRefused = undefined;
    this.baseline = undefined;
    this.#baselines = 0;
    this.overshoots = [];
    this.earlier = [];
    this.looks = 0;
    this.refusedWindows = [];
  }

  #bracket([probe]: readonly ProbeReading[]): void {
    if (probe === undefined) return;
    if (metALimit(probe)) {
      const before = maxAdmitted(this.#sincePace.slice(0, -1));
      if (probe.held < before * FAR_BELOW) {
        this.#suspect(
          `${before} sessions were admitted once, and after all had left only ${probe.held} came in: what counts is how many came lately, not how many are open`,
          'baseline',
        );
        return;
      }
      this.bracketed = Math.max(this.bracketed, probe.held, 1);
      this.bracketRefused = probe.firstRefused;
      const nobody = this.all.every(({ admitted, late }) => admitted + late === 0);
      this.stage = nobody ? 'over' : this.baseline === undefined ? 'baseline' : 'overshoot';
      if (nobody) this.found = 'nothing-admitted';
    } else if (probe.offer < this.settings.most) this.offer = Math.min(this.settings.most, probe.offer * 2);
    else {
      this.bracketed = probe.offer;
      this.bracketRefused = undefined;
      if (this.baseline === undefined) this.stage = 'baseline';
      else this.#accept(probe.offer, true);
    }
  }

  #baseline(probes: readonly ProbeReading[]): void {
    if (probes.length === 0) return;
    const baseline = baselineOf(probes);
    this.baseline = baseline;
    this.#baselines++;
    const seen = baselineSays(baseline, this.settings.most);
    // On a machine that is late a session may not be configured in time, which looks as if it had been closed.
    const says = seen === 'cuts' && this.late > 0 ? 'nothing' : seen;
    if (says === 'state') {
      const { refused, offered, level } = baseline;
      this.#suspect(
        `${maxAdmitted(this.all)} sessions were admitted once, and after all had left ${refused} of ${offered} were refused at ${level}: what counts is how many came lately, not how many are open`,
        'baseline',
      );
    } else if (says === 'nothing') {
      this.byChance = together(this.byChance, baseline);
      this.#countKnocks();
      const isUnlimited = this.bracketRefused === undefined && this.bracketed >= this.settings.most;
      if (isUnlimited) this.#accept(this.bracketed, true);
      // So few knocks as in the bracket do not tell the level from chance: its last step is taken again.
      else this.stage = this.knocks > FIRST_KNOCKS ? 'bracket' : 'overshoot';
    } else if (this.#baselines >= BASELINES) {
      this.found = says;
      this.stage = 'over';
    }
  }

  #countKnocks(): void {
    this.knocks = knocksFor(this.settings.most, this.byChance);
  }

  /** A slow release is looked for at each pace, before evidence is taken for a limit on the rate. */
  #suspect(evidence: string, from: 'baseline' | 'overshoot'): void {
    if (this.#hasLooked) return this.#slowDown(evidence);
    this.#suspicion = { evidence, from };
    this.stage = 'release';
    this.#releaseOffer = Math.ceil(maxAdmitted(this.#sincePace) * 1.2) + 2;
  }

  /** How many sessions the release probe offers. */
  get releaseOffer(): number {
    return Math.min(this.settings.most, this.#releaseOffer);
  }

  /** Whether the release probe is to find how long places take to be free, and not only whether they are at once. */
  get isThorough(): boolean {
    return this.#suspicion !== undefined;
  }

  #release({ phase, ...measured }: MeasuredPhase): void {
    const [probe, reading] = [phase.probes[0], 'probes' in measured ? measured.probes[0] : undefined];
    if (probe === undefined || reading === undefined || !isSure(reading)) return;
    const release = releaseOf(probe, reading);
    if (this.#suspicion === undefined) this.#proof(release);
    else this.#explanation(release, reading, this.#suspicion);
  }

  /** Whether a level is one: who leaves makes room for the next. */
  #proof(release: Release): void {
    const level = this.#candidate;
    // Where nothing else spoke for a pace, knocks that come in before the dip are those of a level that is redrawn.
    const isRedrawn = release.kind === 'paced' && this.rates.length === 0;
    if (isRedrawn || (release.kind === 'freed' && release.withinMs === 0)) {
      this.#isProven = true;
      this.#accept(level, false);
    } else if (release.kind === 'not-full') {
      this.#beginAgain();
      this.passing.push(`a level of ${level} was gone when it was looked at again`);
    } else
      this.#suspect('evidence' in release ? release.evidence : 'places are free only some seconds later', 'overshoot');
  }

  #explanation(
    release: Release,
    reading: ProbeReading,
    suspicion: { readonly evidence: string; readonly from: 'baseline' | 'overshoot' },
  ): void {
    if (release.kind === 'not-full' && reading.offer < this.settings.most) {
      this.#releaseOffer = reading.offer * 2;
      return;
    }
    if (release.kind === 'freed' && release.withinMs > 0) {
      const evidence = `places came free after ${release.withinMs / 1_000} s once, and at another time not so: what counts is how many came in a minute`;
      const first = this.#freedWithin;
      this.#freedWithin = release.withinMs;
      // Places are free as late at any time. Where the minute's end brought them, it comes at another time.
      if (first === undefined && this.rates.length === 0) return;
      const times: readonly number[] = RELEASE_KNOCKS_MS;
      const apart = Math.abs(times.indexOf(first ?? 0) - times.indexOf(release.withinMs));
      if (first === undefined || apart > 1) return this.#slowDown(evidence);
      release = { ...release, withinMs: Math.max(first, release.withinMs) };
    }
    this.#hasLooked = true;
    this.#suspicion = undefined;
    this.overshoots = [];
    if ('evidence' in release) return this.#slowDown(release.evidence);
    if (release.kind === 'not-full') {
      // The limit that was met is gone.
      this.baseline = undefined;
      this.stage = 'bracket';
      this.offer = reading.offer;
      return;
    }
    this.#isProven = true;
    if (release.withinMs > 0) this.restMs = Math.max(this.restMs, release.withinMs * REST);
    else this.passing.push(`not seen again: ${suspicion.evidence}`);
    this.releaseMs = release.withinMs;
    this.bracketed = Math.max(1, reading.admitted);
    this.bracketRefused = reading.firstRefused;
    this.stage = suspicion.from;
  }

  #overshoot({ phase, ...measured }: MeasuredPhase): void {
    if (!('probes' in measured)) return;
    for (const [place, reading] of measured.probes.entries()) {
      const { perMinute = 0, waitMs = 0 } = phase.probes[place] ?? {};
      const slow = perMinute < Math.max(...phase.probes.map((probe) => probe.perMinute));
      if (isSure(reading)) this.overshoots.push({ slow, rested: waitMs > 0, reading });
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
    if (evidence !== undefined) this.#suspect(evidence, 'overshoot');
    else if (this.overshoots.length >= this.wantedOvershoots) this.#level(met, maxOffer);
  }

  #level(met: readonly OfferedReading[], maxOffer: number): void {
    if (this.#moved() && this.looks > MAX_LOOKS) {
      this.stage = 'over';
      this.attempts.begin(0);
      return;
    }
    // A start that is too high costs a step down; one that is too low would stay.
    const levels = (met.length > 0 ? met : this.overshoots).map(({ reading }) => insideDespiteChance(reading));
    // A refusal that no probe repeats was a passing one, once or twice. After that, another look does not improve the
    // level.
    const passing = met.length === 0 && this.looks <= MAX_PASSING;
    if (met.length === 0 && !passing) {
      this.#slowDown(
        `windows one after another were refused ${this.looks} times, and no probe of ${maxOffer} sessions between them was`,
      );
      return;
    }
    const before = this.looks === 0 || passing ? this.settings.most : this.#refusedAt;
    const [least, highest] = [leastOf(levels), Math.max(...levels)];
    if (least < highest * COLLAPSED) {
      this.#suspect(
        `in some probes ${highest} sessions came in, and in others ${least}: what counts is how many came lately, not how many are open`,
        'overshoot',
      );
      return;
    }
    const level = Math.max(1, Math.min(before, least));
    const isRefused = met.some(({ reading }) => reading.refused > 0);
    if (passing || !isRefused || this.#isProven) return this.#accept(level, passing);
    this.#candidate = level;
    this.#releaseOffer = maxOffer;
    this.stage = 'release';
  }

  /** Whether the level moves, so that there is none to confirm. */
  #moved(): boolean {
    if (this.looks === 0 || this.overshoots.length < this.wantedOvershoots) return false;
    return levelDrift(levelsOf(this.earlier), levelsOf(this.overshoots), streamFor(this.seed, 0)) !== undefined;
  }

  get wantedOvershoots(): number {
    return this.settings.quick ? OVERSHOOTS / 2 : OVERSHOOTS;
  }

  #accept(level: number, unlimited: boolean): void {
    this.attempts.begin(level);
    this.accepted = level;
    this.unlimited = unlimited;
    this.found = unlimited ? 'none' : 'ceiling';
    this.stage = 'confirm';
  }

  /** Begins again at a slower pace, because a limit on the rate hides a ceiling. */
  #slowDown(evidence: string): void {
    this.rates.push({ perMinute: this.perMinute, evidence });
    if (this.rates.length > MAX_SLOW_DOWNS || this.settings.quick) {
      this.found = 'rate';
      this.stage = 'over';
      this.attempts.begin(0);
      return;
    }
    this.perMinute /= SLOWER;
    this.restMs = this.settings.restMs;
    this.#beginAgain();
  }

  /** Repeats the overshoot probes, because the windows contradict them. */
  #lookAgain(): void {
    this.bracketed = Math.max(this.accepted, ...levelsOf(this.overshoots));
    this.earlier.push(...this.overshoots);
    this.overshoots = [];
    this.looks++;
    this.stage = 'overshoot';
  }

  #confirm({ phase, startedMs, ...measured }: MeasuredPhase): void {
    if (!('probes' in measured)) return;
    const times = timetable(phase);
    for (const [place, reading] of measured.probes.entries()) {
      const [probe, time] = [phase.probes[place], times[place]];
      if (probe === undefined || time === undefined || reading.offer !== this.level) continue;
      const outcome = outcomeOf(reading, place > 0 && (measured.probes[place - 1]?.late ?? 0) > 0);
      if (outcome === undefined) continue;
      this.windows.push({ level: reading.offer, lengthMs: rampMs(probe) + probe.holdMs, outcome });
      if (outcome === 'clean') {
        this.attempts.cleanWindow(startedMs + time.startsMs, startedMs + time.leaveMs);
        this.byChance = together(this.byChance, firstKnocksOf([reading]));
      } else if (outcome === 'late') this.late++;
      else this.#stepDown(reading);
    }
    this.#countKnocks();
    if (this.stage === 'confirm' && this.attempts.isDone) this.stage = this.unlimited ? 'over' : 'closing';
  }

  /** Steps down after a window that was not clean, or looks again where it was refused far below its level. */
  #stepDown(reading: ProbeReading): void {
    this.#refusedAt = this.level;
    const isFar = this.attempts.refusedWindow(reading);
    this.stepDowns++;
    const again = isFar || this.level < this.accepted * FAR_BELOW;
    if ((this.unlimited || again) && this.looks <= MAX_LOOKS) this.#lookAgain();
    this.unlimited = false;
    this.found = this.level < 1 ? 'unfinished' : 'ceiling';
    if (reading.firstRefused !== undefined) this.refusedWindows.push(reading);
  }

  #closing({ phase, ...measured }: MeasuredPhase): void {
    if (!('probes' in measured)) return;
    for (const [place, reading] of measured.probes.entries()) {
      if (!isSure(reading)) continue;
      const isHalf = (phase.probes[place]?.without?.length ?? 0) > this.without.length;
      (isHalf ? this.halves : this.closing).push(reading);
    }
    if (this.closing.length >= this.wantedClosing) this.stage = 'over';
  }

  get wantedClosing(): number {
    return this.settings.quick ? 1 : CLOSING;
  }
}

/** How many were inside when each of the probes met the limit. */
export function levelsOf(probes: readonly OfferedReading[]): number[] {
  return probes.map(({ reading }) => insideBefore(reading));
}

/** The least level, without one that lies far below all others: the tenant was out for a while. */
function leastOf(levels: readonly number[]): number {
  const [least = 0, second = least] = [...levels].sort((a, b) => a - b);
  return levels.length > 2 && least < second * ALONE ? second : least;
}

/** Who knocks after a dip comes in the place of who left: they were not inside at once. */
function withoutLater(reading: ProbeReading, probe: Probe | undefined): ProbeReading {
  const { dip, knocksAtMs } = probe ?? {};
  if (dip === undefined || knocksAtMs === undefined) return reading;
  const early = (reading.knocksIn ?? []).filter((place) => (knocksAtMs[place] ?? 0) <= dip.afterMs);
  return { ...reading, knocksAdmitted: early.length };
}

/** Whether the probe was decided and no session was late. */
function isSure(reading: ProbeReading): boolean {
  return isComplete(reading) && reading.late === 0;
}
