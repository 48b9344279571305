import type { DeploymentReading, ProbeReading, SearchPhaseName } from '../../lib/plan/probes/phase.ts';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import type { Baseline } from './baseline.ts';
import type { FirstKnocks } from './chance.ts';
import { LevelSteps } from './level-steps.ts';
import type { OfferedReading } from './rate-evidence.ts';
import type { RateLimit, SearchResult, WindowResult } from './search-result.ts';

export const OVERSHOOTS = 8;
export const CLOSING = 4;
/** Before the baseline has said how much is refused by chance. */
export const FIRST_KNOCKS = 4;

/** Evidence of a limit on the rate that a slow release may explain, and the stage that it came from. */
export interface Suspicion {
  readonly evidence: string;
  readonly from: 'baseline' | 'overshoot';
}

/** What a search knows. Levels are numbers of sessions. The `after…` functions write it, a phase each. */
export class SearchState {
  readonly settings: SearchSettings;
  readonly seed: number;
  stage: Exclude<SearchPhaseName, 'trial'> | 'over' = 'bracket';
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
  baselines = 0;
  byChance: FirstKnocks = { offered: 0, refused: 0 };
  suspicion: Suspicion | undefined;
  /** Whether a slow release was looked for at this pace. */
  hasLooked = false;
  /** How many sessions the release probe offers. */
  releaseOffer = 0;
  /** Within how long (ms) places came free in the first of two release probes. */
  freedWithin: number | undefined;
  releaseMs: number | undefined;
  overshoots: OfferedReading[] = [];
  /** The overshoot probes before the search had to look again, and how often it had to. */
  earlier: OfferedReading[] = [];
  looks = 0;
  /** The level that is to be proven. */
  candidate = 0;
  /** Whether a full house let in who came when others had left. */
  isProven = false;
  /** The level that the last overshoot probes gave. Steps down are counted from it. */
  accepted = 0;
  readonly steps: LevelSteps;
  stepDowns = 0;
  refusedWindows: ProbeReading[] = [];
  /** The level of the window that was refused before the search looked again. */
  refusedAt = 0;
  closing: ProbeReading[] = [];
  halves: ProbeReading[] = [];
  /** The number of probes and windows that do not count, because sessions came or left outside their time. */
  late = 0;
  /** Whether nothing was refused up to the maximum that may be offered. */
  unlimited = false;
  failures = 0;
  failedPhases = 0;
  lastFailure = '';
  elapsedMs = 0;
  phases = 0;
  lastPhase: SearchPhaseName | undefined;
  readonly rates: RateLimit[] = [];
  readonly windows: WindowResult[] = [];
  /** What passed while the search went on, in words. */
  readonly passing: string[] = [];
  /** The readings of all probes, and of those at this pace. */
  readonly all: ProbeReading[] = [];
  sincePace: ProbeReading[] = [];
  readonly causes = new Map<string, number>();
  /** The sessions of each deployment since the last one was left out. */
  deployments: readonly DeploymentReading[] = [];

  constructor(settings: SearchSettings, seed: number) {
    this.settings = settings;
    this.seed = seed;
    this.perMinute = settings.perMinute;
    this.restMs = settings.restMs;
    this.offer = settings.first;
    this.steps = new LevelSteps(settings);
  }

  get level(): number {
    return this.steps.level;
  }

  /** Whether the release probe is to find how long places take to be free, and not only whether they are at once. */
  get isThorough(): boolean {
    return this.suspicion !== undefined;
  }

  get wantedOvershoots(): number {
    return this.settings.quick ? OVERSHOOTS / 2 : OVERSHOOTS;
  }

  get wantedClosing(): number {
    return this.settings.quick ? 1 : CLOSING;
  }
}

/** The state of a search as others read it. */
export type SearchProgress = Readonly<SearchState>;
