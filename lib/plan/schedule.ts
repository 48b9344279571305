import { maxStrayMs } from '../base/stagger.ts';
import type { Phase } from './phases.ts';
import type { Plan } from './schema.ts';

/** The longest that k6 may take over one WebSocket handshake (docs/facts/k6.md section 2a). */
export const HANDSHAKE_MS = 60_000;
/** The longest that k6 lets an HTTP call take (docs/facts/k6.md section 8). */
const CALL_MS = 60_000;
/** What a wait may take beyond its computed time (ms). */
export const MARGIN_MS = 10_000;

/** When things happen, in ms from the start of the scenario. */
export interface Schedule {
  readonly rampMs: number;
  readonly holdEndsMs: number;
  readonly teardownEndsMs: number;
  /** How long a VU may take to finish its visit after k6 stops it. No visit lasts longer. */
  readonly visitGraceMs: number;
  readonly loginsMs: number;
  /** By now every visit is over and wrapped up. Agents end the conversations that their customers left open. */
  readonly deskClosesMs: number;
  /** No agent stays at the desk after this. */
  readonly shiftEndsMs: number;
  /** Agents have logged out. No call begins later. */
  readonly lastCallMs: number;
  /** The longest the whole run can take. */
  readonly longestMs: number;
}

export function scheduleOf(plan: Plan): Schedule {
  const { customers, agents } = plan;
  const rampMs = (customers.sessions / customers.perMinute) * 60_000;
  const holdEndsMs = rampMs + customers.holdMs;
  const teardownEndsMs = holdEndsMs + customers.teardownMs;
  const strayMs = maxStrayMs(customers.staggering, arrivalSpacingMs(plan));
  // Before it ends, a slot of the closed model waits for its gap, and a visit reads its history.
  const gapMs = customers.model === 'closed' ? customers.gapMs : 0;
  const visitGraceMs = strayMs + customers.longestVisitMs + HANDSHAKE_MS + CALL_MS + gapMs + MARGIN_MS;
  const loginsMs = agents ? Math.max(1_000, (agents.count / agents.perMinute) * 60_000) : 0;
  const deskClosesMs = teardownEndsMs + strayMs + customers.longestVisitMs + (agents?.wrapUp.maxMs ?? 0);
  const shiftEndsMs = deskClosesMs + MARGIN_MS;
  const lastCallMs = shiftEndsMs + MARGIN_MS;
  return {
    rampMs,
    holdEndsMs,
    teardownEndsMs,
    visitGraceMs,
    loginsMs,
    deskClosesMs,
    shiftEndsMs,
    lastCallMs,
    longestMs: Math.max(teardownEndsMs + visitGraceMs, lastCallMs + CALL_MS, loginsMs),
  };
}

/** The time between two arrivals (ms): of slots in the closed model, of visits in the open one. */
export function arrivalSpacingMs({ customers }: Plan): number {
  return 60_000 / (customers.visitsPerMinute ?? customers.perMinute);
}

export function phaseAt(schedule: Schedule, elapsedMs: number): Phase {
  if (elapsedMs < schedule.rampMs) return 'ramp';
  return elapsedMs < schedule.holdEndsMs ? 'hold' : 'teardown';
}

/** How many ms of the time between two points (ms from the start) lie in each phase. */
export function msByPhase(schedule: Schedule, fromMs: number, toMs: number): Record<Phase, number> {
  const { rampMs, holdEndsMs } = schedule;
  const between = (startMs: number, endMs: number) => Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, startMs));
  return { ramp: between(0, rampMs), hold: between(rampMs, holdEndsMs), teardown: between(holdEndsMs, Infinity) };
}

/**
 * How long the load of each of `shares` shares lasts at least (ms). Sessions leave in the teardown one after another, the
 * first ones last, and k6 deals one of the first ones to each share.
 */
export function shareLoadMs(plan: Plan, shares: number): number {
  const { sessions, teardownMs } = plan.customers;
  return scheduleOf(plan).holdEndsMs + (teardownMs * Math.max(0, sessions - shares + 1)) / sessions;
}

/**
 * How many visits the open model begins: its full rate during the hold, and half of it during the ramp and the
 * teardown.
 */
export function plannedVisits({ customers }: Plan, { rampMs }: Schedule): number {
  const minutes = (rampMs / 2 + customers.holdMs + customers.teardownMs / 2) / 60_000;
  return Math.floor((customers.visitsPerMinute ?? 0) * minutes);
}

/** How many sessions the plan wants open at `elapsedMs`. It is 0 in the open model, which plans visits and no level. */
export function plannedSessions(plan: Plan, schedule: Schedule, elapsedMs: number): number {
  const { sessions, teardownMs, model } = plan.customers;
  if (model === 'open') return 0;
  if (elapsedMs < schedule.rampMs) return Math.max(1, Math.floor((elapsedMs / schedule.rampMs) * sessions));
  if (elapsedMs < schedule.holdEndsMs) return sessions;
  if (elapsedMs >= schedule.teardownEndsMs) return 0;
  return Math.ceil(((schedule.teardownEndsMs - elapsedMs) / teardownMs) * sessions);
}
