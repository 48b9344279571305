/**
 * What the search asks a load generator to do: a phase is one k6 run, and plays its probes one after another. Pure
 * data, sent to the script as JSON (`-e PHASE=…`).
 */

/** What a session does once it is open: nothing, configure itself, or begin a conversation. Heavier to the right. */
export const WEIGHTS = ['socket', 'session', 'conversation'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** Offer so many sessions at a pace, hold what is admitted, then have all of them leave. */
export interface Probe {
  readonly offer: number;
  readonly perMinute: number;
  /** From the last offer to the first leaving. */
  readonly holdMs: number;
  /** From the leaving to the next probe: closing handshakes have to be over by then. */
  readonly restMs: number;
  /** Before its first offer, beside the rest of the probe before it. */
  readonly waitMs?: number;
  /** Single sessions offered beyond `offer`, spread over the hold: whether more come in although nobody left. */
  readonly knocks: number;
  /** Only the first so many of the plan's deployments; all of them without it. */
  readonly deployments?: number;
  /** How many sessions share one token; 1 is a token each. */
  readonly sharedBy?: number;
  readonly weight?: Weight;
}

export type SearchPhaseName = 'bracket' | 'overshoot' | 'confirm' | 'closing' | 'trial';

export interface SearchPhase {
  readonly name: SearchPhaseName;
  readonly probes: readonly Probe[];
  /** The run ends with the first refusal: there is nothing to be learnt from the probes after it. */
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
  /** Answered by HTTP with anything but 101, knocks left out. */
  readonly refused: number;
  /** Nothing answered. */
  readonly failed: number;
  /** Closed by the other side before it was time to leave. */
  readonly dropped: number;
  /** Open, and ready where they had to be, when it was time to leave: knocks too. */
  readonly held: number;
  /** Came when the others left, or left when the next probe had begun: the level is not sure. */
  readonly late: number;
  /** Which session, counted from 1, was the first to be refused. */
  readonly firstRefused?: number;
}

/** Whether what was to be offered was offered and decided: false where the run ended sooner. */
export function isComplete(reading: ProbeReading): boolean {
  return reading.admitted + reading.refused + reading.failed + reading.late >= reading.offer && settled(reading);
}

function settled({ held, dropped, admitted, knocksAdmitted }: ProbeReading): boolean {
  return held + dropped >= admitted + knocksAdmitted;
}

/** All offered were admitted within the probe and stayed to its end. */
export function isClean(reading: ProbeReading): boolean {
  const { offer, admitted, refused, failed, dropped, held, late } = reading;
  return admitted === offer && held >= offer && refused + failed + dropped + late === 0;
}

/** Somebody was not let in, or was thrown out. */
export function metALimit({ refused, failed, dropped, knocksRefused }: ProbeReading): boolean {
  return refused + failed + dropped + knocksRefused > 0;
}

/** The most sessions that any of the probes had inside. */
export function maxAdmitted(probes: readonly ProbeReading[]): number {
  return Math.max(0, ...probes.map(({ admitted, knocksAdmitted }) => admitted + knocksAdmitted));
}
