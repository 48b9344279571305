import type { Baseline } from './baseline.ts';
import type { FirstKnocks } from './chance.ts';
import type { HalvesFinding } from './deployment-limits.ts';
import type { LevelDrift } from './level-drift.ts';

/** A confirm window: its duration from the first offer to the last leaving, by the timetable, and its outcome. */
export interface WindowResult {
  readonly level: number;
  readonly lengthMs: number;
  readonly outcome: 'clean' | 'refused' | 'late';
}

/** The levels at which sessions were refused first. */
export interface Refusals {
  readonly lowest: number;
  readonly median: number;
  readonly highest: number;
  readonly probes: number;
}

/** A pace at which there was a limit on the rate of connections. */
export interface RateLimit {
  readonly perMinute: number;
  readonly evidence: string;
}

export interface Sustained {
  readonly level: number;
  readonly clean: number;
  readonly of: number;
  readonly confidence: number;
  /** The minimum share of clean windows that `clean` windows in a row show, with `confidence` after all levels tried. */
  readonly reliability: number;
  /** The number of this level among those that were tried, from 1. */
  readonly tried?: number;
  /** From the first of the clean windows to the end of the last (ms). The claim is for these minutes. */
  readonly overMs?: number;
  /** Whether all windows that were wanted were clean. Otherwise the level is a lower bound at best. */
  readonly confirmed: boolean;
}

/** The answer of a search, and what it could not answer, as plain JSON. */
export interface SearchResult {
  /**
   * `none`: nothing was refused up to the maximum offered. `rate`: every pace that was tried met a limit on the rate.
   * `chance`: so many are refused by chance at a low level that no level shows. `cuts`: sessions are closed at a low
   * level.
   */
  readonly kind: 'ceiling' | 'none' | 'rate' | 'chance' | 'cuts' | 'nothing-admitted' | 'unfinished';
  readonly perMinute: number;
  readonly mostOffered: number;
  readonly sustained?: Sustained;
  readonly refusedFrom?: Refusals;
  readonly neverAdmittedAbove?: number;
  /** The number of sessions to plan for: below `sustained`, or below the lowest refusal when nothing was confirmed. */
  readonly planFor?: number;
  readonly rates: readonly RateLimit[];
  readonly drift?: LevelDrift;
  /** Sessions that came or left outside the time of their probe: this machine, or the way to the tenant, was slow. */
  readonly late: number;
  /** Sessions that the other side closed before their time. */
  readonly thrownOut: number;
  readonly stepDowns: number;
  /** What happened at a fifth of the level. */
  readonly baseline?: Baseline;
  /** First knocks that were refused although there was room, in the baseline and the clean windows. */
  readonly byChance?: FirstKnocks;
  /** Deployments, by their place in the plan, that refuse every session and were left out. */
  readonly dead?: readonly number[];
  readonly halves?: HalvesFinding;
  /** Places are free so long after a session has left, at most (ms). The search rests for longer than that. */
  readonly releaseMs?: number;
  readonly windows: readonly WindowResult[];
  readonly causes: Readonly<Record<string, number>>;
  /** Why the answer is less than it should be; empty for a regular search. */
  readonly irregular: readonly string[];
  readonly notTested: readonly string[];
  readonly phases: number;
  readonly failedPhases: number;
  readonly tookMs: number;
}
