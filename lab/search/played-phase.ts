import type { DeploymentReading, Probe, ProbeReading, SearchPhase } from '../../lib/plan/probes/phase.ts';
import { deploymentsOf, placeOf } from '../../lib/plan/probes/spread.ts';
import { AGAIN_MS, leavesAtMs, offeredAtMs, runMs, type Times, timetable } from '../../lib/plan/probes/timetable.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import { EventQueue } from '../event-queue.ts';
import type { Guest, TenantModel } from './tenant-model.ts';

interface Knock {
  readonly kind: 'knock';
  readonly slot: number;
  readonly tries: number;
  readonly guest: Guest;
}
interface Going {
  readonly kind: 'leave' | 'cut';
  readonly guest: Guest;
}
type Event = Knock | Going;

const isKnock = (event: Event): event is Knock => event.kind === 'knock';

/** How long k6 takes to end a run whose threshold was crossed (ms), and to start and end any. */
const ENDS_MS = 1_000;
const RUN_MS = 2_000;

type Counts = { -readonly [K in keyof ProbeReading]: ProbeReading[K] } & {
  firstKnocksRefused: number;
  againKnocks: number;
  againRefused: number;
};

/** Plays phases on a modelled tenant without waiting, and returns what a perfect load generator would read. */
export class PlayedPhases {
  readonly #tenant: TenantModel;
  readonly #deployments: number;
  nowMs: number;
  /** The maximum of sessions that were ever open. */
  peak = 0;

  constructor(tenant: TenantModel, deployments: number, nowMs = 0) {
    this.#tenant = tenant;
    this.#deployments = deployments;
    this.nowMs = nowMs;
  }

  measure(phase: SearchPhase): MeasuredPhase {
    const startedMs = this.nowMs;
    const { agents } = phase;
    this.#tenant.agents = agents ?? 0;
    const deployments = Array.from({ length: this.#deployments }, () => ({ offered: 0, firstRefused: 0, refused: 0 }));
    const probes: ProbeReading[] = [];
    let endedMs: number | undefined;
    const times = timetable(phase);
    for (const [place, probe] of phase.probes.entries()) {
      const time = times[place];
      if (time === undefined) continue;
      if (endedMs !== undefined) probes.push(nothing(probe));
      else {
        const played = this.#probe(phase, probe, place, time, startedMs, deployments);
        probes.push(played.reading);
        endedMs = played.endedMs;
      }
    }
    this.#tenant.agents = 0;
    const tookMs = endedMs === undefined ? runMs(phase) : endedMs + ENDS_MS + RUN_MS - startedMs;
    this.nowMs += tookMs;
    const refused = probes.reduce((sum, reading) => sum + reading.refused, 0);
    const causes: Record<string, number> = refused > 0 ? { 'http-503': refused } : {};
    const base = { phase, startedMs, tookMs, probes, causes, deployments };
    return agents === undefined ? base : { ...base, agentsOpen: agents };
  }

  /** `endedMs`: when the run ended because a session was refused or thrown out. */
  #probe(
    phase: SearchPhase,
    probe: Probe,
    place: number,
    times: Times,
    startedMs: number,
    deployments: { -readonly [K in keyof DeploymentReading]: DeploymentReading[K] }[],
  ): { readonly reading: ProbeReading; readonly endedMs: number | undefined } {
    const tenant = this.#tenant;
    const queue = new EventQueue<Event>();
    const inside = new Set<Guest>();
    const counts: Counts = { ...nothing(probe), firstKnocksRefused: 0, againKnocks: 0, againRefused: 0 };
    const knocksIn: number[] = [];
    let endedMs: number | undefined;
    for (let slot = 0; slot < probe.offer + probe.knocks; slot++) {
      const guest = this.#guest(phase, probe, place, slot, startedMs);
      queue.add(startedMs + offeredAtMs(probe, times, slot), { kind: 'knock', slot, tries: 0, guest });
    }
    const cuts = (guest: Guest, atMs: number) => queue.add(atMs, { kind: 'cut', guest });
    const leaveAll = (atMs: number) => {
      for (const guest of inside) tenant.left(guest, atMs);
      inside.clear();
    };
    for (let next = queue.next(); next !== undefined; next = queue.next()) {
      const { at: atMs, event } = next;
      const { guest } = event;
      if (!isKnock(event)) {
        if (!inside.delete(guest)) continue;
        tenant.left(guest, atMs);
        if (event.kind === 'leave') counts.held++;
        else counts.dropped++;
        if (event.kind === 'cut' && phase.untilRefusal) endedMs = atMs;
      } else {
        const { slot, tries } = event;
        const knock = slot >= probe.offer;
        const of = knock ? undefined : deployments[guest.deployment];
        if (of !== undefined && tries === 0) of.offered++;
        if (!knock && tries > 0) counts.againKnocks++;
        if (tenant.opens(guest, atMs, cuts)) {
          inside.add(guest);
          this.peak = Math.max(this.peak, inside.size);
          if (knock) {
            counts.knocksAdmitted++;
            knocksIn.push(slot - probe.offer);
          } else counts.admitted++;
          queue.add(startedMs + leavesAtMs(probe, times, slot), { kind: 'leave', guest });
        } else {
          if (!knock && tries === 0) {
            counts.firstKnocksRefused++;
            if (of !== undefined) of.firstRefused++;
          }
          if (!knock && tries > 0) counts.againRefused++;
          if (tries < (probe.again ?? 0)) queue.add(atMs + AGAIN_MS, { ...event, tries: tries + 1 });
          else if (knock) counts.knocksRefused++;
          else {
            counts.refused++;
            counts.firstRefused = Math.min(counts.firstRefused ?? Number.POSITIVE_INFINITY, slot + 1);
            if (of !== undefined) of.refused++;
            if (phase.untilRefusal) endedMs = atMs;
          }
        }
      }
      if (endedMs !== undefined) {
        leaveAll(endedMs);
        break;
      }
    }
    return { reading: probe.knocksAtMs === undefined ? counts : { ...counts, knocksIn }, endedMs };
  }

  #guest({ localIps = '127.0.0.1' }: SearchPhase, probe: Probe, place: number, slot: number, startedMs: number): Guest {
    const used = deploymentsOf(this.#deployments, probe);
    const addresses = localIps.split(',');
    return {
      deployment: used[Math.floor(placeOf(slot, place, startedMs) * used.length)] ?? 0,
      address: addresses[slot % addresses.length] ?? '',
      token: `${place}-${Math.floor(slot / (probe.sharedBy ?? 1))}`,
      weight: probe.weight ?? 'session',
    };
  }
}

/** The reading of a probe in which nothing has happened. */
export function nothing({ offer }: Probe): ProbeReading {
  return {
    offer,
    admitted: 0,
    knocksAdmitted: 0,
    knocksRefused: 0,
    refused: 0,
    failed: 0,
    dropped: 0,
    held: 0,
    late: 0,
  };
}
