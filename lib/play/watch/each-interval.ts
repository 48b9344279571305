import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import { scheduleOf } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';

/**
 * Calls `look` at each `monitor.interval` of the plan, from the start of the scenario to the end of the customers'
 * teardown. After a look that takes longer than the interval, the looks that were due meanwhile are left out.
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

/** When the watch ends (Unix ms). */
export function endOfWatch(plan: Plan): number {
  return exec.scenario.startTime + scheduleOf(plan).teardownEndsMs;
}
