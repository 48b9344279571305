import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import { allowedPlanIn } from '../../plan/allowed-plan.ts';
import type { Prepared } from '../../plan/prepared.ts';
import type { Plan } from '../../plan/schema.ts';
import { slotsOf } from '../../plan/slots.ts';
import { slotIn, stormsOf } from '../../plan/storm-timetable.ts';
import { transportOf } from '../../plan/transport-choice.ts';
import { dense } from '../../transport/dense.ts';
import { exact } from '../../transport/exact.ts';
import { uncut } from '../whole-iteration.ts';
import { playStormCustomer } from './customer.ts';

/** One iteration: this VU's sessions in every storm of the run, each time with a new identity. */
export async function playStorms(prepared: Prepared, runId: string): Promise<void> {
  await uncut(async () => {
    const plan = allowedPlanIn(prepared);
    const { sessions, sessionsPerVu } = plan.customers;
    const number = exec.scenario.iterationInTest;
    const slots = transportOf(plan) === 'exact' ? [number] : slotsOf(sessions, sessionsPerVu, number);
    await Promise.all(slots.map((slot) => playSlot(prepared, plan, runId, slot)));
  });
}

async function playSlot({ dialogues }: Prepared, plan: Plan, runId: string, slot: number): Promise<void> {
  const { startTime } = exec.scenario;
  const transport = transportOf(plan) === 'exact' ? exact : dense;
  const dialogue = dialogues[slot % dialogues.length];
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
    });
  }
}
