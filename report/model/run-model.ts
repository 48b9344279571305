import type { Plan } from '../../lib/plan/schema.ts';
import type { GoalOutcome } from '../../lib/verdict/goals.ts';
import type { Reading, RunFacts, WholeReading } from '../../lib/verdict/reading/reading.ts';
import type { StormReading } from '../../lib/verdict/storm/reading.ts';
import type { Verdict } from '../../lib/verdict/verdict.ts';
import type { Thresholds } from '../../thresholds/gates.ts';
import type { MetricTable } from '../read/metric-table.ts';

/** Which sides a run plays. */
export interface SidesPlayed {
  readonly customers: boolean;
  readonly agents: boolean;
}

/** What the metrics of a run mean. */
export interface Judgement {
  readonly verdict: Verdict | undefined;
  /** Of a reconnect storm, which has no verdict; empty for any other run. */
  readonly storms: readonly StormReading[];
  /** What came of each goal that the plan gives. */
  readonly goals: readonly GoalOutcome[];
  readonly whole: WholeReading;
  /** Undefined where a part of it is unknown. */
  readonly reading: Reading | undefined;
  /** Submetrics that are not there though their metric has samples: what would be read from them is unknown, not 0. */
  readonly unknown: readonly string[];
}

/** A moment of the plan, in ms from the start of the scenarios. */
export interface PlannedMoment {
  readonly name: string;
  readonly atMs: number;
}

/** How one kind of run is reckoned. */
export interface RunModel {
  /** The rules of the plan's gate for the sides that the run plays. */
  gate(plan: Plan, sides: SidesPlayed): Thresholds;
  /** Without a plan there is no verdict. */
  judge(metrics: MetricTable, run: RunFacts): Judgement;
  /** All upgrade attempts that its metrics count. */
  upgrades(metrics: MetricTable): number;
  /** The track over time of the upgrades that failed for `cause`, or of those that opened: `none`. */
  outcomeTrack(cause: string): string;
  /** Whether it holds sessions to a plan, so that those planned can be drawn beside those held. */
  readonly holdsSessions: boolean;
  /** How long its load lasts at least (ms): one that was over sooner was cut short. */
  loadMs(plan: Plan): number;
  /** What is marked over time, in order; the last is the end. */
  moments(plan: Plan): readonly PlannedMoment[];
}
