import exec from 'k6/execution';
import { unscripted } from '../../dialogues/transcript-attribute.ts';
import { deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import type { Emit, ProbeEvent } from '../../measures/events.ts';
import { refuseOutside } from '../../plan/allowed-plan.ts';
import type { Probe } from '../../plan/probes/phase.ts';
import { TICK_MS } from '../../plan/probes/timetable.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Transport } from '../../transport/connection.ts';
import { causeOf } from '../../transport/upgrade-cause.ts';
import { ProbeGuest } from './guest.ts';

export interface ProbeSession {
  readonly plan: Plan;
  readonly probe: Probe;
  /** The index of the probe in the phase, and of the session in the probe, both from 0. */
  readonly place: number;
  readonly slot: number;
  /** The customer's identity, `<run>-<number>`. */
  readonly customer: string;
  readonly transport: Transport;
  /** Unix ms. */
  readonly leaveAtMs: number;
  readonly goneAtMs: number;
  readonly emit: Emit<ProbeEvent>;
}

/**
 * Multiples of the golden ratio spread the sessions over the deployments so that any range of them is spread evenly.
 */
const GOLDEN = 0.618_033_988_749_895;

/** Plays one session of a probe: one attempt and no retry. A session that is admitted stays until all leave. */
export async function playSession(it: ProbeSession): Promise<void> {
  const { plan, probe, place, slot, leaveAtMs, goneAtMs, emit } = it;
  if (Date.now() >= leaveAtMs) {
    emit({ kind: 'probe', place, outcome: 'late' });
    return;
  }
  const deployments = plan.deployments.slice(0, probe.deployments ?? plan.deployments.length);
  const deployment = deploymentFor(deployments, (slot * GOLDEN) % 1);
  const knocks = slot >= probe.offer;
  const guest = new ProbeGuest({
    identity: { token: tokenFor(it), deploymentId: deployment.id },
    attributes: unscripted('probe', it.customer),
    weight: probe.weight ?? plan.ceiling.weight,
    knocks,
    leaveAtMs,
    goneAtMs,
    place,
    now: Date.now,
    emit,
  });
  refuseOutside(plan);
  const ended = await it.transport(guestAddress(plan, deployment, 'guest'), TICK_MS, guest);
  if (ended.kind === 'closed') guest.closed();
  else if (knocks) emit({ kind: 'probe', place, outcome: 'knock-refused', ended, deployment: deployment.id });
  else {
    const refusedAt = ended.kind === 'refused' ? { refusedAt: slot + 1 } : {};
    const told = { cause: causeOf(ended), ended, deployment: deployment.id, ...refusedAt };
    emit({ kind: 'probe', place, outcome: ended.kind, ...told });
  }
}

/**
 * The token of a session. `sharedBy` neighbours share one, which is the same in every VU and differs from run to run.
 */
function tokenFor({ plan, probe, place, slot }: ProbeSession): string {
  const sharedBy = probe.sharedBy ?? (plan.customers.identity === 'shared' ? Number.POSITIVE_INFINITY : 1);
  if (sharedBy === 1) return crypto.randomUUID();
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);
  const run = hex(Math.floor(exec.scenario.startTime), 8);
  return `${run}-${hex(place, 4)}-4000-8000-${hex(Math.floor(slot / sharedBy), 12)}`;
}
