import type { Probe, SearchPhase } from './phase.ts';

const MINUTE_MS = 60_000;
/** How often a session looks at the clock (ms). The last session leaves later by as much. */
export const TICK_MS = 250;
const AGENTS_LEAD_MS = 2_000;
export const AGENT_MS = 10;
/**
 * Knocks come in this first part of a hold, so that before the sessions leave the last of them is answered, and closed
 * where the tenant closes what is too many.
 */
const KNOCKING = 0.5;
/** About how long the start and end of a run take beside its probes (ms). For estimates only. */
const RUN_MS = 2_000;
/** The longest that k6 may take over one WebSocket handshake (docs/facts/k6.md section 2a). */
const HANDSHAKE_MS = 60_000;
/** The pause between a refusal and the knock that follows it at once (ms). */
export const AGAIN_MS = 40;

/** When a probe's parts happen, in ms from the start of the scenario. */
export interface Times {
  readonly startsMs: number;
  readonly offeredMs: number;
  readonly leaveMs: number;
  /** All sessions have left, and the next probe starts. */
  readonly goneMs: number;
}

export function rampMs({ offer, perMinute }: Probe): number {
  return ((offer - 1) / perMinute) * MINUTE_MS;
}

type Timed = Pick<SearchPhase, 'probes' | 'agents'>;

/**
 * How long agents' sockets take to open (ms). They open before the probes, one after another, each behind a call of
 * the API.
 */
export function agentsMs({ agents = 0 }: Pick<SearchPhase, 'agents'>): number {
  return agents === 0 ? 0 : AGENTS_LEAD_MS + agents * AGENT_MS;
}

/** The probes of a phase, one after another. */
export function timetable(phase: Timed): Times[] {
  const { probes } = phase;
  let endsMs = agentsMs(phase);
  return probes.map((probe) => {
    const startsMs = endsMs + (probe.waitMs ?? 0);
    const offeredMs = startsMs + rampMs(probe);
    const leaveMs = offeredMs + probe.holdMs;
    const times = { startsMs, offeredMs, leaveMs, goneMs: leaveMs + TICK_MS + probe.restMs };
    endsMs = times.goneMs;
    return times;
  });
}

/** When session `index` of a probe, from 0, is offered, in ms from the start of the scenario; knocks come last. */
export function offeredAtMs(probe: Probe, { startsMs, offeredMs }: Times, index: number): number {
  if (index < probe.offer) return startsMs + (index / probe.perMinute) * MINUTE_MS;
  const atMs = probe.knocksAtMs?.[index - probe.offer];
  if (atMs !== undefined) return offeredMs + atMs;
  return offeredMs + (probe.holdMs * KNOCKING * (index - probe.offer + 1)) / probe.knocks;
}

/** When session `index` of a probe leaves, in ms from the start of the scenario. */
export function leavesAtMs({ dip }: Probe, { offeredMs, leaveMs }: Times, index: number): number {
  return dip !== undefined && index < dip.leave ? Math.min(leaveMs, offeredMs + dip.afterMs) : leaveMs;
}

/** The largest number of sessions that one probe of the phase offers, knocks included. */
export function maxOffered({ probes }: Timed): number {
  return Math.max(...probes.map(({ offer, knocks }) => offer + knocks));
}

/** How long the scenario takes, in ms: to the end of the rest after its last probe. */
export function lengthMs(phase: Timed): number {
  return timetable(phase).at(-1)?.goneMs ?? 0;
}

/** The longest that the scenario can take (ms), where handshakes hang. */
export function longestMs(phase: Timed): number {
  return lengthMs(phase) + HANDSHAKE_MS;
}

/** How long the whole run takes (ms), for estimates. */
export function runMs(phase: Timed): number {
  return lengthMs(phase) + RUN_MS;
}
