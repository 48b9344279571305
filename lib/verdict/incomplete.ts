import { formatDuration, formatSeconds } from '../plan/duration.ts';

/** The load of a run was shorter than its plan, or other than it: who is to come and go when, the clock says. */
export interface Incomplete {
  /** How long it lasted, and how long it was to last (ms). */
  readonly lastedMs: number;
  readonly plannedMs: number;
  /** Of a run of several shares: those of which there is nothing, or only a part, each in words. */
  readonly without?: readonly string[] | undefined;
  /** How far the clock was put forward, or back where it is below 0 (ms). */
  readonly clockJumpedMs?: number;
}

/** The last of a run is seldom seen in its very last instant: samples of it come each second or two. */
const TOLERANCE_MS = 2_500;

/**
 * Whether a run was cut short: by a signal, a gate's abort, a crash, or a clock that jumped. What was planned and did
 * not take place is unknown, so nothing is concluded from it.
 *
 * @param plannedMs how long the load lasts at least, by the plan
 */
export function incompleteness(lastedMs: number, plannedMs: number, clockJumpedMs?: number): Incomplete | undefined {
  if (clockJumpedMs !== undefined) return { lastedMs, plannedMs, clockJumpedMs };
  return lastedMs + TOLERANCE_MS < plannedMs ? { lastedMs, plannedMs } : undefined;
}

/** The same in words: the subject is the run. */
export function incompleteText({ lastedMs, plannedMs, without = [], clockJumpedMs }: Incomplete): string {
  if (without.length > 0) return `is incomplete: ${without.join(', ')}`;
  if (clockJumpedMs !== undefined) {
    const by = formatDuration(Math.round(Math.abs(clockJumpedMs) / 60_000) * 60_000);
    return `is incomplete: the clock of this machine was put ${clockJumpedMs > 0 ? 'forward' : 'back'} by ${by} in it`;
  }
  const [lasted, planned] = [lastedMs, plannedMs].map(formatSeconds);
  return `is incomplete: its load lasted ${lasted} of ${planned}`;
}
