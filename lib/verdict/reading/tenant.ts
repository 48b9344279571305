import type { Reader } from '../../measures/readings.ts';
import { HOLDERS, type Holder, LEVELS, TENANT_STATES, type TenantState } from '../../measures/table/tag-values.ts';
import { formatSeconds } from '../../plan/duration.ts';
import type { Levels } from '../../play/watch/levels.ts';
import { recordOf } from './record-of.ts';

/** What the monitor read until the hold ended. */
export interface TenantReading {
  readonly readings: number;
  /** The maximum of each level, to the end of the teardown. */
  readonly most: Levels;
  /** The share of readings in which each state held. */
  readonly states: Readonly<Record<TenantState, number>>;
  /** What holds conversations up that wait; absent in results of earlier versions. */
  readonly waiting?: Waiting | undefined;
  /** What it did not see; absent where that was not measured, as by earlier versions. */
  readonly blind?: Blindness | undefined;
}

/**
 * Readings to the end of the teardown, the share of those in which conversations wait, and in these the mean share of
 * each holder.
 */
export interface Waiting extends Readonly<Record<Holder, number>> {
  readonly readings: number;
  readonly share: number;
}

export interface Blindness {
  /** Readings that were due and failed, or were left out since another took too long. */
  readonly missed: number;
  readonly of: number;
  /** The longest time without a reading (ms). */
  readonly longestMs: number;
}

/** Fewer readings tell nothing of how often a state held. */
const MIN_READINGS = 3;

export function readTenant({ hits, total, value }: Reader): TenantReading {
  const of = total('tenant_state', { state: 'blind' });
  const missed = hits('tenant_state', { state: 'blind' });
  const longestMs = value('tenant_level', 'max', { level: 'blind' }) * 1_000;
  return {
    readings: total('tenant_state', { state: 'plateau' }),
    most: recordOf(LEVELS, (level) => value('tenant_level', 'max', { level })),
    states: recordOf(TENANT_STATES, (state) => value('tenant_state', 'rate', { state })),
    waiting:
      total('tenant_state', { state: 'waiting' }) === 0
        ? undefined
        : {
            readings: total('tenant_state', { state: 'waiting' }),
            share: value('tenant_state', 'rate', { state: 'waiting' }),
            ...recordOf(HOLDERS, (state) => value('tenant_state', 'rate', { state })),
          },
    blind: of === 0 ? undefined : { missed, of, longestMs },
  };
}

/** Whether the monitor saw enough to conclude something from it: three readings, and half of those that were due. */
export function sawEnough({ readings, waiting, blind }: TenantReading): boolean {
  return (waiting?.readings ?? readings) >= MIN_READINGS && (blind === undefined || blind.missed * 2 <= blind.of);
}

/** What the monitor did not see, in words; undefined where it missed nothing. The subject is the monitor. */
export function blindnessText({ blind }: TenantReading): string | undefined {
  if (blind === undefined || blind.missed === 0) return undefined;
  const { missed, of, longestMs } = blind;
  const longest = formatSeconds(longestMs);
  return `had no reading for ${longest} (the longest gap): ${missed} of ${of} readings failed`;
}
