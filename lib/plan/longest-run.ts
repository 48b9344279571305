import type { Env } from './load.ts';
import { phaseIn } from './probes/phase-from-env.ts';
import { longestMs } from './probes/timetable.ts';
import { scheduleOf } from './schedule.ts';
import type { Plan } from './schema.ts';
import { stormsLongestMs } from './storm-timetable.ts';

/** How long a run of a script can last (ms). Throws an error of one line where `PHASE` is no phase of a search. */
export function longestRunMs(script: string, plan: Plan, env: Env): number {
  if (script === 'ceiling') return longestMs(phaseIn(env, plan));
  return script === 'reconnect-storm' ? stormsLongestMs(plan) : scheduleOf(plan).longestMs;
}
