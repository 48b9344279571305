import { formatDuration } from '../../lib/plan/duration.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';
import type { Check } from '../../report/read/preflight.ts';

/**
 * Checks that the run is approved and fits into its window, as Genesys requires for load (docs/facts/genesys.md section
 * 6). `nowMs`: Unix ms.
 */
export function approvalChecks(plan: Plan, nowMs: number): Check[] {
  const what = 'approval';
  const { approval } = plan;
  if (isLoopback(plan.target)) return [{ what, state: 'ok', is: 'none is needed for this machine' }];
  if (approval === undefined) {
    const change =
      'ask Genesys two weeks ahead, and put "approval": {"reference", "from", "to"} in the plan (docs/approval.md)';
    return [{ what, state: 'fail', is: `none for load on ${nameOf(plan.target)}`, change }];
  }
  const { longestMs } = scheduleOf(plan);
  const [fromMs, toMs] = [Date.parse(approval.from), Date.parse(approval.to)];
  const window = `${approval.reference}: ${approval.from} to ${approval.to}`;
  const lastStart = new Date(toMs - longestMs).toISOString();
  const needs = `the run may take ${formatDuration(Math.ceil(longestMs / 60_000) * 60_000)}`;
  if (toMs - fromMs < longestMs) {
    const change = 'a shorter plan, or a longer window';
    return [{ what, state: 'fail', is: `${needs} and does not fit the window of ${window}`, change }];
  }
  if (nowMs > toMs - longestMs) {
    const change = 'ask for another window';
    return [
      { what, state: 'fail', is: `${needs} and had to begin by ${lastStart}, by the window of ${window}`, change },
    ];
  }
  return [{ what, state: 'ok', is: `${needs}: begin it by ${lastStart}, by the window of ${window}` }];
}
