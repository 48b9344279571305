import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import type { Listing } from '../../base/listing.ts';
import type { Dialogue } from '../../dialogues/dialogue.ts';
import type { Emit, StormEvent } from '../../measures/events.ts';
import type { MetricsOf } from '../../measures/metric-objects.ts';
import { recordStorms } from '../../measures/record/storm.ts';
import { allowedPlanIn, setUpBefore } from '../../plan/allowed-plan.ts';
import { dialoguesIn, type Inputs } from '../../plan/inputs.ts';
import type { Plan } from '../../plan/schema.ts';
import { slotsOf } from '../../plan/slots.ts';
import { slotIn, stormsOf } from '../../plan/storm-timetable.ts';
import { transportOf } from '../../plan/transport-choice.ts';
import { dense } from '../../transport/dense.ts';
import { exact } from '../../transport/exact.ts';
import type { SetupData } from '../setup.ts';
import { wholeIteration } from '../whole-iteration.ts';
import { playStormCustomer } from './customer.ts';

/** One iteration: plays this VU's sessions in every storm of the run, each time with a new identity. */
export async function playStorms(
  inputs: Inputs,
  metrics: MetricsOf<'storm'>,
  setup: SetupData | undefined,
): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const { runId } = setUpBefore(setup);
    const { sessions, sessionsPerVu } = plan.customers;
    const number = exec.scenario.iterationInTest;
    const slots = transportOf(plan) === 'exact' ? [number] : slotsOf(sessions, sessionsPerVu, number);
    const run = { plan, dialogues: dialoguesIn(inputs), runId, emit: recordStorms(metrics) };
    await Promise.all(slots.map((slot) => playSlot(run, slot)));
  });
}

interface StormsRun {
  readonly plan: Plan;
  readonly dialogues: Listing<Dialogue>;
  readonly runId: string;
  readonly emit: Emit<StormEvent>;
}

async function playSlot({ plan, dialogues, runId, emit }: StormsRun, slot: number): Promise<void> {
  const { startTime } = exec.scenario;
  const transport = transportOf(plan) === 'exact' ? exact : dense;
  const dialogue = dialogues.at(slot % dialogues.length);
  const texts = (dialogue?.turns ?? []).flatMap(({ from, text }) => (from === 'customer' ? [text] : []));
  for (const [place, storm] of stormsOf(plan).entries()) {
    const { comesMs, leavesMs } = slotIn(storm, plan, slot);
    await delay(Math.max(0, startTime + comesMs - Date.now()));
    const number = place * plan.customers.sessions + slot;
    await playStormCustomer({
      plan,
      reconnect: storm.reconnect,
      times: {
        dropsMs: startTime + storm.dropsMs,
        watchEndsMs: startTime + storm.watchEndsMs,
        leavesMs: startTime + leavesMs,
      },
      transport,
      number,
      customer: `${runId}-${number}`,
      texts,
      emit,
    });
  }
}
