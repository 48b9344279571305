import type { LevelDrift } from './level-drift.ts';

/** One confirm window: how long it took from its first offer to the last leaving, by the timetable, and what came of it. */
export interface WindowResult {
  readonly level: number;
  readonly lengthMs: number;
  readonly outcome: 'clean' | 'refused' | 'late';
}

/** Levels at which sessions were refused first, and the most that were inside. */
export interface Refusals {
  readonly lowest: number;
  readonly median: number;
  readonly highest: number;
  readonly probes: number;
}

/** A pace at which the limit was one on the rate of connections. */
export interface RateLimit {
  readonly perMinute: number;
  readonly evidence: string;
}

export interface Sustained {
  readonly level: number;
  readonly clean: number;
  readonly of: number;
  readonly confidence: number;
  /** The least share of clean windows that `clean` in a row show at `confidence`. */
  readonly reliability: number;
  /** All the windows that were wanted were clean. Without it the level is a lower bound at best. */
  readonly confirmed: boolean;
}

/** The answer of a search, and whatever it could not answer. Plain JSON. */
export interface SearchResult {
  /** `none`: no refusal up to the most offered. `rate`: no pace was gentle enough to meet a ceiling. */
  readonly kind: 'ceiling' | 'none' | 'rate' | 'nothing-admitted' | 'unfinished';
  readonly perMinute: number;
  readonly mostOffered: number;
  readonly sustained?: Sustained;
  readonly refusedFrom?: Refusals;
  readonly neverAdmittedAbove?: number;
  /** Sessions to plan for: below `sustained`, or below the lowest refusal where nothing was confirmed. */
  readonly planFor?: number;
  readonly rates: readonly RateLimit[];
  readonly drift?: LevelDrift;
  /** Sessions that came or left outside the time of their probe: this machine, or the way to the tenant, was slow. */
  readonly late: number;
  /** Sessions that the other side closed before their time. */
  readonly thrownOut: number;
  readonly stepDowns: number;
  readonly windows: readonly WindowResult[];
  readonly causes: Readonly<Record<string, number>>;
  /** Why it is less than it should be; empty for a regular search. */
  readonly irregular: readonly string[];
  readonly notTested: readonly string[];
  readonly phases: number;
  readonly failedPhases: number;
  readonly tookMs: number;
}
