import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import { scheduleOf } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';

/**
 * Looks each `monitor.interval` of the plan, from the start of the scenario to the end of the customers' teardown. A look
 * that takes longer than that is followed by the next one that is due: those it stood in the way of are left out.
 */
export async function eachInterval(plan: Plan, look: () => Promise<void>): Promise<void> {
  const { intervalMs } = plan.monitor;
  const { startTime } = exec.scenario;
  const endMs = endOfWatch(plan);
  const due = (number: number) => startTime + number * intervalMs;
  for (let number = 1; due(number) < endMs; number++) {
    await delay(Math.max(0, due(number) - Date.now()));
    await look();
    while (due(number + 1) < Date.now()) number++;
  }
}

/** Unix ms: nobody looks later. */
export function endOfWatch(plan: Plan): number {
  return exec.scenario.startTime + scheduleOf(plan).teardownEndsMs;
}
