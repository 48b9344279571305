import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import { unscripted } from '../../dialogues/transcript-attribute.ts';
import { type Deployment, deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import type { Emit, ProbeEvent } from '../../measures/events.ts';
import { refuseOutside } from '../../plan/allowed-plan.ts';
import type { Probe } from '../../plan/probes/phase.ts';
import { COUNTED_DEPLOYMENTS } from '../../plan/probes/split-values.ts';
import { deploymentsOf, placeOf } from '../../plan/probes/spread.ts';
import { AGAIN_MS, TICK_MS } from '../../plan/probes/timetable.ts';
import type { Plan } from '../../plan/schema.ts';
import type { NotOpened, Transport } from '../../transport/connection.ts';
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
 * Plays one session of a probe. Who is refused knocks again at once, as often as the probe says: who is refused by the
 * level is then refused again, and who was refused by chance comes in. Who is admitted stays until all leave.
 */
export async function playSession(it: ProbeSession): Promise<void> {
  const { probe, place, slot, leaveAtMs, emit } = it;
  if (Date.now() >= leaveAtMs) {
    emit({ kind: 'probe', place, outcome: 'late' });
    return;
  }
  const knocks = slot >= probe.offer;
  const used = deploymentsOf(it.plan.deployments.length, probe);
  const deployment = deploymentFor(
    used.flatMap((number) => it.plan.deployments[number] ?? []),
    placeOf(slot, place, exec.scenario.startTime),
  );
  const number = it.plan.deployments.indexOf(deployment);
  const knocked = (tries: number, isIn: boolean, isLast: boolean) => {
    if (knocks) return;
    const by = number < COUNTED_DEPLOYMENTS ? { deployment: number } : {};
    emit({
      kind: 'probe-knock',
      place,
      try: tries === 0 ? 'first' : 'again',
      answer: isIn ? 'in' : isLast ? 'out' : 'refused',
      ...by,
    });
  };
  for (let tries = 0; ; tries++) {
    const isLast = tries >= (probe.again ?? 0);
    const guest = guestOf(it, deployment, knocks, () => knocked(tries, true, isLast));
    refuseOutside(it.plan);
    const ended = await it.transport(guestAddress(it.plan, deployment, 'guest'), TICK_MS, guest);
    if (ended.kind === 'closed') return guest.closed();
    knocked(tries, false, isLast);
    if (isLast) return refused(it, ended, knocks, deployment.id);
    await delay(AGAIN_MS);
  }
}

function guestOf(it: ProbeSession, deployment: Deployment, knocks: boolean, opened: () => void): ProbeGuest {
  const { plan, probe, place, slot, leaveAtMs, goneAtMs, emit } = it;
  return new ProbeGuest({
    identity: { token: tokenFor(it), deploymentId: deployment.id },
    attributes: unscripted('probe', it.customer),
    weight: probe.weight ?? plan.ceiling.weight,
    knocks,
    // Which knock it was is told only where the probe says when each of them comes.
    ...(knocks && probe.knocksAtMs !== undefined ? { knock: slot - probe.offer } : {}),
    leaveAtMs,
    goneAtMs,
    place,
    now: Date.now,
    emit,
    opened,
  });
}

function refused({ place, slot, emit }: ProbeSession, ended: NotOpened, knocks: boolean, deployment: string): void {
  if (knocks) emit({ kind: 'probe', place, outcome: 'knock-refused', ended, deployment });
  else {
    const refusedAt = ended.kind === 'refused' ? { refusedAt: slot + 1 } : {};
    const told = { cause: causeOf(ended), ended, deployment, ...refusedAt };
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
