import { scheduleOf } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Service } from './service.ts';
import type { Slice } from './way-in.ts';

/**
 * How many sessions were open, and when. Every figure of it is of this file, so that no two of one name differ: the mean
 * is of open sessions, and customers in the plan's gap between two visits stand beside it.
 */

/** The sessions that were open at the ends of ramp and hold. */
export interface PhaseEnds {
  readonly afterRamp: number;
  readonly afterHold: number;
}

/**
 * The sessions of all shares of a run that were open at one instant, which the shares' own counts by phase do not tell:
 * each is by a clock of its own. `unknown` where only results are there: the mean over the hold stands for them.
 */
export type LevelsOfShares = KnownLevels | 'unknown';

export interface KnownLevels extends PhaseEnds {
  /** At the end of each 24th of the hold. */
  readonly slices: readonly number[];
  /** The greatest level of all. */
  readonly peak: number;
}

/** Session-seconds of a phase in which a session was open, answered or not. */
export function openSeconds({ unanswered, served }: Service['seconds']['hold']): number {
  return unanswered + served;
}

/** Session-seconds of the hold that went as planned: a session was open, or its customer in the gap between two visits. */
export function secondsPresent({ seconds: { hold } }: Service): number {
  return openSeconds(hold) + hold.gap;
}

/** The mean number of sessions that were open in the hold; undefined without a hold. */
export function meanHeld({ seconds }: Service, { customers }: Plan): number | undefined {
  return customers.holdMs === 0 ? undefined : openSeconds(seconds.hold) / (customers.holdMs / 1_000);
}

/** Whether a run was over before its hold was: then there is no mean over it, and no level at its end. */
export function isCutInHold({ durationMs }: { readonly durationMs: number }, plan: Plan): boolean {
  return durationMs < scheduleOf(plan).holdEndsMs;
}

/** The mean number of customers that were in the plan's gap between two visits in the hold. */
export function meanBetween({ seconds }: Service, { customers }: Plan): number {
  return customers.holdMs === 0 ? 0 : seconds.hold.gap / (customers.holdMs / 1_000);
}

/** At one instant; of shares whose levels are unknown, the mean over the hold. */
export function phaseEnds(
  counted: PhaseEnds,
  levels: LevelsOfShares | undefined,
  service: Service | undefined,
  plan: Plan | undefined,
): PhaseEnds {
  if (levels !== 'unknown') return levels ?? counted;
  const mean = service && plan && meanHeld(service, plan);
  return mean === undefined ? counted : { afterRamp: Math.round(mean), afterHold: Math.round(mean) };
}

/** At the end of each 24th of the hold; of shares whose levels are unknown, the mean over the hold each time. */
export function sliceEnds(
  slices: readonly Slice[],
  levels: LevelsOfShares | undefined,
  { afterRamp }: PhaseEnds,
): number[] {
  if (levels === 'unknown') return slices.map(() => afterRamp);
  let counted = afterRamp;
  return slices.map(({ admitted, closed }, place) => {
    counted += admitted - closed;
    return levels === undefined ? counted : (levels.slices[place] ?? levels.afterHold);
  });
}
