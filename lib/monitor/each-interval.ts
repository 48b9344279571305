import exec from 'k6/execution';
import { delay } from '../pacing/delay.ts';
import { scheduleOf } from '../plan/schedule.ts';
import type { Plan } from '../plan/schema.ts';

/** Looks each `monitor.interval` of the plan, from the start of the scenario to the end of the customers' teardown. */
export async function eachInterval(plan: Plan, look: () => Promise<void>): Promise<void> {
  const { teardownEndsMs } = scheduleOf(plan);
  for (let atMs = plan.monitor.intervalMs; atMs < teardownEndsMs; atMs += plan.monitor.intervalMs) {
    await delay(Math.max(0, exec.scenario.startTime + atMs - Date.now()));
    await look();
  }
}
