/**
 * What a search asks a load generator to do. A phase is one k6 run, which plays its probes one after another. It is
 * plain data, sent to the script as JSON (`-e PHASE=…`).
 */

/**
 * What a session does once it is open: nothing, configure itself, or begin a conversation as well. Each is heavier than
 * the one before.
 */
export const WEIGHTS = ['socket', 'session', 'conversation'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** Offers sessions at a pace, holds those that are admitted, and then has all of them leave. */
export interface Probe {
  readonly offer: number;
  readonly perMinute: number;
  /** From the last offer to the first leaving. */
  readonly holdMs: number;
  /** From the leaving to the next probe. Closing handshakes have to be over by then. */
  readonly restMs: number;
  /** A wait before the first offer, in addition to the rest of the probe before. */
  readonly waitMs?: number;
  /**
   * Single sessions offered beyond `offer`, spread over the hold. They show whether more come in although nobody has
   * left.
   */
  readonly knocks: number;
  /** How many of the plan's deployments are used, from the first on; all of them when it is undefined. */
  readonly deployments?: number;
  /** How many sessions share one token; 1 is a token each. */
  readonly sharedBy?: number;
  readonly weight?: Weight;
  /** How many times a session that is refused knocks again at once; not at all when it is undefined. */
  readonly again?: number;
  /** Deployments that are left out, by their place in the plan. */
  readonly without?: readonly number[];
  /** The first `leave` sessions leave this long after the last offer, before the others. */
  readonly dip?: { readonly leave: number; readonly afterMs: number };
  /** When each of the knocks comes, in ms after the last offer. They are spread over the hold when it is undefined. */
  readonly knocksAtMs?: readonly number[];
}

export type SearchPhaseName = 'bracket' | 'baseline' | 'release' | 'overshoot' | 'confirm' | 'closing' | 'trial';

export interface SearchPhase {
  readonly name: SearchPhaseName;
  readonly probes: readonly Probe[];
  /** The run ends with the first refusal, because the probes after it would show nothing. */
  readonly untilRefusal: boolean;
  /** k6's `--local-ips`: the addresses that the load comes from. */
  readonly localIps?: string;
  /** Notification sockets of agents that are open before the first offer and stay to the end. */
  readonly agents?: number;
}

/** What a probe showed, as numbers of sessions. */
export interface ProbeReading {
  readonly offer: number;
  /** Upgrades among the `offer` that opened. */
  readonly admitted: number;
  readonly knocksAdmitted: number;
  readonly knocksRefused: number;
  /**
   * Sessions whose upgrade HTTP answered with another status than 101, at each of their knocks; those that knock in the
   * hold are not among them.
   */
  readonly refused: number;
  /** Upgrades that nothing answered. */
  readonly failed: number;
  /** Sessions that the other side closed before it was time to leave. */
  readonly dropped: number;
  /** Sessions, with knocks, that were open and configured when it was time to leave. */
  readonly held: number;
  /** Sessions that came when the others left, or left when the next probe had begun. They make the level uncertain. */
  readonly late: number;
  /** The number, from 1, of the first session that was refused at each of its knocks. */
  readonly firstRefused?: number;
  /** Sessions whose first knock was refused. Undefined where none knocks again. */
  readonly firstKnocksRefused?: number;
  /** Knocks that followed a refusal at once, and how many of them were refused as well. */
  readonly againKnocks?: number;
  readonly againRefused?: number;
  /** The places, from 0, of the knocks that were let in. Known where the probe says when each comes. */
  readonly knocksIn?: readonly number[];
}

/** The sessions of a phase that came by one of the plan's deployments. */
export interface DeploymentReading {
  readonly offered: number;
  /** Refused at the first knock, and at each of them. */
  readonly firstRefused: number;
  readonly refused: number;
}

/** Whether all that was to be offered was offered and decided. It is false when the run ended before. */
export function isComplete(reading: ProbeReading): boolean {
  return reading.admitted + reading.refused + reading.failed + reading.late >= reading.offer && settled(reading);
}

function settled({ held, dropped, admitted, knocksAdmitted }: ProbeReading): boolean {
  return held + dropped >= admitted + knocksAdmitted;
}

/** Whether the probe was decided and no session was late. */
export function isSure(reading: ProbeReading): boolean {
  return isComplete(reading) && reading.late === 0;
}

/** Whether all sessions were admitted in time and stayed to the end. */
export function isClean(reading: ProbeReading): boolean {
  const { offer, admitted, refused, failed, dropped, held, late } = reading;
  return admitted === offer && held >= offer && refused + failed + dropped + late === 0;
}

/** Whether a session was not admitted, or was closed by the other side. */
export function metALimit({ refused, failed, dropped, knocksRefused }: ProbeReading): boolean {
  return refused + failed + dropped + knocksRefused > 0;
}

/** The sessions that a probe had open; where some were closed, those that were left. */
export function insideOf({ admitted, knocksAdmitted, held, dropped }: ProbeReading): number {
  return dropped > 0 ? held : admitted + knocksAdmitted;
}

/** The maximum of sessions that any of the probes had open. */
export function maxAdmitted(probes: readonly ProbeReading[]): number {
  return Math.max(0, ...probes.map(insideOf));
}
