import { maxStrayMs } from '../base/stagger.ts';
import type { Plan } from './schema.ts';

/** The three parts of a run, and the tag that splits counters by them. */
export const PHASES = ['ramp', 'hold', 'teardown'] as const;
export type Phase = (typeof PHASES)[number];

/** The longest that k6 may take over one WebSocket handshake (k6.md section 2a). */
export const HANDSHAKE_MS = 60_000;
/** The longest that k6 lets an HTTP call take (k6.md section 8). */
const CALL_MS = 60_000;
/** What any wait may take beyond what is reckoned. */
export const MARGIN_MS = 10_000;

/** When things happen, in ms from the start of the scenario. */
export interface Schedule {
  readonly rampMs: number;
  readonly holdEndsMs: number;
  readonly teardownEndsMs: number;
  /** A VU that is told to stop may take this long to finish its visit; no visit is ever longer. */
  readonly visitGraceMs: number;
  readonly loginsMs: number;
  /** No visit lasts longer, nor its wrap-up: agents end what their customers left open. */
  readonly deskClosesMs: number;
  /** The last moment at which an agent may still be at the desk. */
  readonly shiftEndsMs: number;
  /** Agents log out by then: no call begins later. */
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
  // A slot of the closed model waits for its gap before it ends, and a visit reads its history before it is over.
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
    longestMs: Math.max(teardownEndsMs + visitGraceMs, lastCallMs + CALL_MS),
  };
}

/** Between two customers' arrivals: of slots in the closed model, of visits in the open one. */
export function arrivalSpacingMs({ customers }: Plan): number {
  return 60_000 / (customers.visitsPerMinute ?? customers.perMinute);
}

export function phaseAt(schedule: Schedule, elapsedMs: number): Phase {
  if (elapsedMs < schedule.rampMs) return 'ramp';
  return elapsedMs < schedule.holdEndsMs ? 'hold' : 'teardown';
}

/** How many visits the open model begins: all of its rate while it holds, half of it while it rises and falls. */
export function plannedVisits({ customers }: Plan, { rampMs }: Schedule): number {
  const minutes = (rampMs / 2 + customers.holdMs + customers.teardownMs / 2) / 60_000;
  return Math.floor((customers.visitsPerMinute ?? 0) * minutes);
}

/** How many sessions the plan wants open at `elapsedMs`; the open model wants no particular number: 0. */
export function plannedSessions(plan: Plan, schedule: Schedule, elapsedMs: number): number {
  const { sessions, teardownMs, model } = plan.customers;
  if (model === 'open') return 0;
  if (elapsedMs < schedule.rampMs) return Math.max(1, Math.floor((elapsedMs / schedule.rampMs) * sessions));
  if (elapsedMs < schedule.holdEndsMs) return sessions;
  if (elapsedMs >= schedule.teardownEndsMs) return 0;
  return Math.ceil(((schedule.teardownEndsMs - elapsedMs) / teardownMs) * sessions);
}
