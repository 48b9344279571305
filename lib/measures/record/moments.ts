import { phaseAt, plannedSessions, type Schedule } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import { BIN_GROWTH, DEPLOYMENT_PLACES, DURATION_BINS, HOLD_SLICES } from '../table/tag-values.ts';

/** What the recorder needs beside the events, to tag them with their phase. */
export interface RunTimes {
  readonly plan: Plan;
  readonly schedule: Schedule;
  /** Unix ms of the scenario's start. */
  readonly startMs: number;
}

/**
 * Tags that say when and where something happened, so that causes can be told apart: each has few values, and none where
 * it would say nothing.
 */
type Tags = Readonly<Record<string, string>>;
const NONE: Tags = {};

/** The 24th of the hold, from 0; no tag outside the hold. */
export function sliceTag({ rampMs, holdEndsMs }: Schedule, elapsedMs: number): Tags {
  if (elapsedMs < rampMs || elapsedMs >= holdEndsMs) return NONE;
  const slice = Math.floor(((elapsedMs - rampMs) / (holdEndsMs - rampMs)) * HOLD_SLICES.length);
  return { slice: `${Math.min(HOLD_SLICES.length - 1, slice)}` };
}

/** The sixth of the minute, in UTC, from 0; in the hold alone. */
export function sixthTag(phase: string, nowMs: number): Tags {
  return phase === 'hold' ? { sixth: `${Math.floor((nowMs % 60_000) / 10_000)}` } : NONE;
}

/** The place of a deployment in the plan, from 1, where there are several. */
export function deploymentTag({ deployments }: Plan, deployment: string): Tags {
  if (deployments.length < 2) return NONE;
  return { deployment: DEPLOYMENT_PLACES[deployments.findIndex(({ id }) => id === deployment)] ?? 'other' };
}

/** When a session closed: the slice of the hold, or how many tenths of its sessions the teardown still wanted. */
export function closedTags({ plan, schedule, startMs }: RunTimes, nowMs: number): Tags {
  const elapsedMs = nowMs - startMs;
  if (phaseAt(schedule, elapsedMs) !== 'teardown') return sliceTag(schedule, elapsedMs);
  return { wanted: `${Math.ceil((10 * plannedSessions(plan, schedule, elapsedMs)) / plan.customers.sessions)}` };
}

/** Bin n begins at 1.5^n s; the first takes in what is shorter, and the last what is longer. */
export function durationBin(ms: number): string {
  const bin = Math.floor(Math.log(Math.max(1, ms / 1_000)) / Math.log(BIN_GROWTH));
  return `${Math.min(DURATION_BINS.length - 1, bin)}`;
}
