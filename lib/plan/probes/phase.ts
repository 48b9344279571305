/**
 * What the search asks a load generator to do: a phase is one k6 run, and plays its probes one after another. Pure
 * data, sent to the script as JSON (`-e PHASE=…`).
 */

/** What a session does once it is open: nothing, configure itself, or begin a conversation. Heavier to the right. */
export const WEIGHTS = ['socket', 'session', 'conversation'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** Offers sessions at a pace, holds those that were admitted, and then has all of them leave. */
export interface Probe {
  readonly offer: number;
  readonly perMinute: number;
  /** From the last offer to the first leaving. */
  readonly holdMs: number;
  /** From the leaving to the next probe: closing handshakes have to be over by then. */
  readonly restMs: number;
  /** A wait before the first offer, beyond the rest of the probe before it. */
  readonly waitMs?: number;
  /**
   * How many single sessions are offered beyond `offer`, spread over the hold. They show whether more are admitted
   * although nobody left.
   */
  readonly knocks: number;
  /** Uses only this many of the plan's deployments; all of them where it is left out. */
  readonly deployments?: number;
  /** How many sessions share one token; 1 is a token each. */
  readonly sharedBy?: number;
  readonly weight?: Weight;
}

export type PhaseName = 'bracket' | 'overshoot' | 'confirm' | 'closing' | 'trial';

export interface Phase {
  readonly name: PhaseName;
  readonly probes: readonly Probe[];
  /** The run ends at the first refusal, since the probes after it would tell nothing new. */
  readonly untilRefusal: boolean;
  /** k6's `--local-ips`: the addresses that the load comes from. */
  readonly localIps?: string;
  /** Notification sockets of agents that are open before the first offer and stay to the end. */
  readonly agents?: number;
}

/** What a probe showed. Counts of sessions. */
export interface ProbeReading {
  readonly offer: number;
  /** Upgrades that opened among the `offer`. */
  readonly admitted: number;
  readonly knocksAdmitted: number;
  readonly knocksRefused: number;
  /** HTTP answered with anything but 101. Knocks are left out. */
  readonly refused: number;
  /** Nothing answered. */
  readonly failed: number;
  /** Closed by the other side before it was time to leave. */
  readonly dropped: number;
  /** The session was open when it was time to leave, and configured where its weight wants that. Knocks count too. */
  readonly held: number;
  /** The session came when the others left, or left after the next probe had begun. The level is then uncertain. */
  readonly late: number;
  /** The index, from 1, of the first session that was refused. */
  readonly firstRefused?: number;
}

/** Whether every session was offered and its outcome is known. False where the run ended early. */
export function isComplete(reading: ProbeReading): boolean {
  return reading.admitted + reading.refused + reading.failed + reading.late >= reading.offer && settled(reading);
}

function settled({ held, dropped, admitted, knocksAdmitted }: ProbeReading): boolean {
  return held + dropped >= admitted + knocksAdmitted;
}

/** Whether all sessions were admitted within the probe and stayed to its end. */
export function isClean(reading: ProbeReading): boolean {
  const { offer, admitted, refused, failed, dropped, held, late } = reading;
  return admitted === offer && held >= offer && refused + failed + dropped + late === 0;
}

/** Whether a session was refused or dropped. */
export function metALimit({ refused, failed, dropped, knocksRefused }: ProbeReading): boolean {
  return refused + failed + dropped + knocksRefused > 0;
}

/** The largest number of sessions that a probe had admitted. */
export function admittedMost(probes: readonly ProbeReading[]): number {
  return Math.max(0, ...probes.map(({ admitted, knocksAdmitted }) => admitted + knocksAdmitted));
}
