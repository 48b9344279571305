import { formatDuration } from '../../lib/plan/duration.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback } from '../../lib/plan/target.ts';
import type { Check } from '../../report/read/preflight.ts';

/** Whether a run of the plan fits into its approved window, and whether that is still to come. Empty without one. */
export function windowChecks(plan: Plan, nowMs: number): Check[] {
  const { approval, target } = plan;
  if (approval === undefined || isLoopback(target)) return [];
  const [fromMs, toMs] = [Date.parse(approval.from), Date.parse(approval.to)];
  const { longestMs } = scheduleOf(plan);
  const lastsMs = toMs - fromMs;
  const isLong = lastsMs >= longestMs;
  const length: Check = {
    what: 'length of the window',
    state: isLong ? 'ok' : 'fail',
    is: `${formatDuration(lastsMs)} for a run of at most ${formatDuration(longestMs)}`,
    ...(isLong
      ? {}
      : { change: 'ask for a longer window, or shorten customers.hold or the ramp (customers.perMinute)' }),
  };
  if (toMs > nowMs) return [length];
  const over = `over since ${approval.to}`;
  return [length, { what: 'approved window', state: 'fail', is: over, change: 'ask for another (headroom ticket)' }];
}
