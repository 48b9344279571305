import { formatDuration } from '../../lib/plan/duration.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { Check } from '../../report/read/preflight.ts';

/** Whether all agents are logged in when the hold begins, for which they are planned. Empty without agents. */
export function loginsCheck(plan: Plan): Check[] {
  const { agents } = plan;
  if (agents === undefined) return [];
  const { loginsMs, rampMs } = scheduleOf(plan);
  const hold = `the hold begins after ${formatDuration(rampMs)}`;
  if (loginsMs <= rampMs + LATE_MS)
    return [{ what: 'agents when the hold begins', state: 'ok', is: `all ${agents.count}` }];
  const there = Math.floor((agents.count * rampMs) / loginsMs);
  return [
    {
      what: 'agents when the hold begins',
      state: 'warn',
      is: `about ${there} of ${agents.count}: ${hold}, and all are logged in after ${formatDuration(loginsMs)}`,
      change: `raise agents.perMinute from ${agents.perMinute} to ${Math.ceil((agents.count * 60_000) / rampMs)}, or ramp customers more gently`,
    },
  ];
}

/** Agents who come so much later than the last customer make no difference to the hold. */
const LATE_MS = 60_000;
