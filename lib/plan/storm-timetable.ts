import { HANDSHAKE_MS, MARGIN_MS, scheduleOf } from './schedule.ts';
import type { Plan, Reconnect } from './schema.ts';

/** One storm: when its sessions come, are dropped and leave, in ms from the start of the scenario. */
export interface Storm {
  readonly reconnect: Reconnect;
  readonly startsMs: number;
  /** All sessions are dropped: `customers.hold` after the ramp. */
  readonly dropsMs: number;
  /** A session that is not back by now counts as `out`. */
  readonly watchEndsMs: number;
  /** The last session has left: `customers.teardown` later. */
  readonly goneMs: number;
}

/** The storms of a run. They follow one another with a rest between, so that none disturbs the next. */
export function stormsOf(plan: Plan): Storm[] {
  const { customers, storm } = plan;
  const { holdEndsMs } = scheduleOf(plan);
  const lengthMs = holdEndsMs + storm.watchMs + customers.teardownMs;
  return storm.reconnect.map((reconnect, place) => {
    const startsMs = place * (lengthMs + storm.restMs);
    const dropsMs = startsMs + holdEndsMs;
    const watchEndsMs = dropsMs + storm.watchMs;
    return { reconnect, startsMs, dropsMs, watchEndsMs, goneMs: watchEndsMs + customers.teardownMs };
  });
}

/** When session `slot` (from 0) of a storm comes and when it leaves; arrivals and departures are evenly spread. */
export function slotIn(storm: Storm, { customers }: Plan, slot: number): { comesMs: number; leavesMs: number } {
  const { sessions, perMinute, teardownMs } = customers;
  return {
    comesMs: storm.startsMs + (slot * 60_000) / perMinute,
    leavesMs: storm.watchEndsMs + (teardownMs * (slot + 1)) / sessions,
  };
}

/** A session says its farewell so long before it has to have left (ms). */
const FAREWELL_MS = 5_000;

/**
 * How long the load of a run lasts at least (ms): until the sessions of the last storm begin to leave. A run that is
 * over sooner was cut short.
 */
export function stormsShortestMs(plan: Plan): number {
  return Math.max(...stormsOf(plan).map(({ dropsMs, watchEndsMs }) => Math.max(dropsMs, watchEndsMs - FAREWELL_MS)));
}

/** The longest that a run can take (ms). The last try may hang as long as a handshake can. */
export function stormsLongestMs(plan: Plan): number {
  return Math.max(...stormsOf(plan).map(({ goneMs }) => goneMs)) + HANDSHAKE_MS + MARGIN_MS;
}
