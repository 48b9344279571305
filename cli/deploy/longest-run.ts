import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { stormsLongestMs } from '../../lib/plan/storm-timetable.ts';
import type { Deployable } from './planned-vus.ts';

/** The longest that a run may take (ms), from its setup to the end of its last iteration. */
export function longestMsOf({ plan, script }: { readonly plan: Plan; readonly script: Deployable }): number {
  if (script === 'reconnect-storm') return stormsLongestMs(plan);
  const { longestMs, loginsMs } = scheduleOf(plan);
  return Math.max(longestMs, loginsMs);
}
