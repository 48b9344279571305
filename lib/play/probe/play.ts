import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import type { Emit, ProbeEvent } from '../../measures/events.ts';
import type { MetricsOf } from '../../measures/metric-objects.ts';
import { recordProbes } from '../../measures/record/probe.ts';
import { allowedPlanIn, setUpBefore } from '../../plan/allowed-plan.ts';
import type { Inputs } from '../../plan/inputs.ts';
import type { SearchPhase } from '../../plan/probes/phase.ts';
import { phaseIn } from '../../plan/probes/phase-from-env.ts';
import { leavesAtMs, maxOffered, offeredAtMs, type Times, timetable } from '../../plan/probes/timetable.ts';
import { probeTransportOf, sessionsPerVu } from '../../plan/probes/transport-choice.ts';
import type { Plan } from '../../plan/schema.ts';
import { slotsOf } from '../../plan/slots.ts';
import type { Transport } from '../../transport/connection.ts';
import { dense } from '../../transport/dense.ts';
import { exact } from '../../transport/exact.ts';
import type { SetupData } from '../setup.ts';
import { wholeIteration } from '../whole-iteration.ts';
import { playSession } from './session.ts';

/**
 * One iteration: plays this VU's sessions in every probe of the phase. All VUs follow the same timetable and need not
 * know of each other. The run's id with the number of a session in the phase is the identity of its customer.
 */
export async function playProbes(
  inputs: Inputs,
  metrics: MetricsOf<'probe'>,
  setup: SetupData | undefined,
): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const { runId } = setUpBefore(setup);
    const phase = phaseIn(__ENV, plan);
    const run = { plan, phase, times: timetable(phase), runId, emit: recordProbes(metrics) };
    const number = exec.scenario.iterationInTest;
    if (probeTransportOf(plan) === 'exact') await playSlot(run, number, exact);
    else {
      const slots = slotsOf(maxOffered(phase), sessionsPerVu(plan, phase), number);
      await Promise.all(slots.map((slot) => playSlot(run, slot, dense)));
    }
  });
}

interface ProbesRun {
  readonly plan: Plan;
  readonly phase: SearchPhase;
  readonly times: readonly Times[];
  readonly runId: string;
  readonly emit: Emit<ProbeEvent>;
}

/** Plays session `slot` of each probe that has one, each time with a connection and an identity of its own. */
async function playSlot(
  { plan, phase, times, runId, emit }: ProbesRun,
  slot: number,
  transport: Transport,
): Promise<void> {
  const startMs = exec.scenario.startTime;
  for (const [place, probe] of phase.probes.entries()) {
    const time = times[place];
    if (time === undefined || slot >= probe.offer + probe.knocks) continue;
    await delay(Math.max(0, startMs + offeredAtMs(probe, time, slot) - Date.now()));
    const leaveAtMs = startMs + leavesAtMs(probe, time, slot);
    const customer = `${runId}-${place * maxOffered(phase) + slot}`;
    await playSession({
      plan,
      probe,
      place,
      slot,
      customer,
      transport,
      leaveAtMs,
      goneAtMs: startMs + time.goneMs,
      emit,
    });
  }
}
