import { nothing } from '../../lab/search/played-phase.ts';
import { type Random, seededRandom } from '../../lib/base/random.ts';
import type { Probe, ProbeReading, SearchPhase } from '../../lib/plan/probes/phase.ts';
import { offeredAtMs, runMs, type Times, timetable } from '../../lib/plan/probes/timetable.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';

/** A session that asks to be admitted at `atMs`, in `probe`, as number `index` from 0. */
export interface Applicant {
  readonly atMs: number;
  readonly probe: Probe;
  readonly index: number;
  readonly localIps: string | undefined;
}

/** A model of a tenant: it decides which sessions are admitted, and how many it closes. Time only moves forward. */
export interface SimulatedTenant {
  /** Called when a probe begins. All sessions have left; the agents of the phase stay. */
  begins?(atMs: number, agents?: number): void;
  admits(applicant: Applicant): boolean;
  /** Called when a session leaves before the others. */
  leaves?(applicant: Applicant): void;
  /** How many of the open sessions the tenant closes before the end. */
  throwsOut?(inside: readonly Applicant[]): number;
}

/** Plays phases on a simulated tenant without waiting, and returns what a perfect load generator would read. */
export class Simulation {
  readonly #tenant: SimulatedTenant;
  nowMs = 0;
  /** The maximum of sessions that were ever open. */
  peak = 0;

  constructor(tenant: SimulatedTenant) {
    this.#tenant = tenant;
  }

  measure(phase: SearchPhase): MeasuredPhase {
    const startedMs = this.nowMs;
    const probes: ProbeReading[] = [];
    let over = false;
    const times = timetable(phase);
    for (const [place, probe] of phase.probes.entries()) {
      const time = times[place];
      if (time === undefined) continue;
      const reading: ProbeReading = over ? nothing(probe) : this.#probe(probe, startedMs, time, phase);
      probes.push(reading);
      over ||= phase.untilRefusal && reading.refused + reading.dropped > 0;
    }
    this.nowMs += runMs(phase);
    const refused = probes.reduce((sum, reading) => sum + reading.refused, 0);
    const causes: Record<string, number> = refused > 0 ? { 'http-503': refused } : {};
    const { agents } = phase;
    return { phase, startedMs, tookMs: runMs(phase), probes, causes, ...(agents ? { agentsOpen: agents } : {}) };
  }

  #probe(probe: Probe, startedMs: number, times: Times, { localIps, agents }: SearchPhase): ProbeReading {
    this.#tenant.begins?.(startedMs + times.startsMs, agents);
    const inside: Applicant[] = [];
    const knocksIn: number[] = [];
    let firstRefused: number | undefined;
    let hasDipped = false;
    for (let index = 0; index < probe.offer + probe.knocks; index++) {
      const knock = index - probe.offer;
      const atMs = startedMs + offeredAtMs(probe, times, index);
      const { dip } = probe;
      if (dip !== undefined && !hasDipped && atMs >= startedMs + times.offeredMs + dip.afterMs) {
        hasDipped = true;
        for (const one of inside.filter((who) => who.index < dip.leave)) this.#tenant.leaves?.(one);
      }
      const applicant = { atMs, probe, index, localIps };
      if (this.#tenant.admits(applicant)) {
        inside.push(applicant);
        if (knock >= 0) knocksIn.push(knock);
      } else if (knock < 0) firstRefused ??= index + 1;
    }
    const knocksAdmitted = knocksIn.length;
    this.peak = Math.max(this.peak, inside.length - (hasDipped ? (probe.dip?.leave ?? 0) : 0));
    const admitted = inside.length - knocksAdmitted;
    const dropped = this.#tenant.throwsOut?.(inside) ?? 0;
    return {
      offer: probe.offer,
      admitted,
      knocksAdmitted,
      knocksRefused: probe.knocks - knocksAdmitted,
      refused: probe.offer - admitted,
      failed: 0,
      dropped,
      held: inside.length - dropped,
      late: 0,
      ...(firstRefused === undefined ? {} : { firstRefused }),
      ...(probe.knocksAtMs === undefined ? {} : { knocksIn }),
    };
  }
}

/** A ceiling for the sessions open at once, for each `key`. `limit` is called when a probe begins. */
export function cap(
  limit: (atMs: number) => number,
  key: (applicant: Applicant) => string = () => '',
): SimulatedTenant {
  let max = limit(0);
  let open = new Map<string, number>();
  return {
    begins(atMs) {
      max = limit(atMs);
      open = new Map();
    },
    admits(applicant) {
      const inside = open.get(key(applicant)) ?? 0;
      if (inside >= max) return false;
      open.set(key(applicant), inside + 1);
      return true;
    },
    leaves(applicant) {
      open.set(key(applicant), (open.get(key(applicant)) ?? 0) - 1);
    },
  };
}

/** A ceiling that is drawn uniformly from `min` to `max` for every probe. */
export function noisyCap(min: number, max: number, random: Random): SimulatedTenant {
  return cap(() => min + Math.floor(random() * (max - min + 1)));
}

export function tokenBucket(size: number, perMinute: number): SimulatedTenant {
  let tokens = size;
  let lastMs = 0;
  return {
    admits({ atMs }) {
      tokens = Math.min(size, tokens + ((atMs - lastMs) / 60_000) * perMinute);
      lastMs = atMs;
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
  };
}

export const noLimit: SimulatedTenant = { admits: () => true };

export const randoms = (seed: number): Random => seededRandom(seed * 7_919 + 13);
