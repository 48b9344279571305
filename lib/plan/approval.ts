import { formatDuration } from './duration.ts';
import type { Plan } from './schema.ts';
import { isLoopback, nameOf } from './target.ts';

/**
 * Why this plan may not run now, in one line, or undefined. Genesys requires approval, and a time window, for load
 * tests (docs/facts/genesys.md section 6). `longestMs` is how long the run can last from `nowMs` (Unix ms).
 */
export function refusalOf(plan: Plan, nowMs: number, longestMs: number): string | undefined {
  if (isLoopback(plan.target)) return undefined;
  const where = nameOf(plan.target);
  if (plan.agents?.tokens.source === 'simulated') {
    return `agents.tokens: "simulated" is for a tenant on this machine, not for ${where}: use {"source": "file", "path": "…"}`;
  }
  if (plan.customers.authentication?.credentials.source === 'simulated') {
    return `customers.authentication.credentials: "simulated" is for a tenant on this machine, not for ${where}: use {"source": "file", "path": "…"}`;
  }
  if (plan.approval === undefined) {
    return `target ${where}: load on Genesys Cloud needs its approval: put "approval": {"reference", "from", "to"} in the plan (docs/approval.md)`;
  }
  const { from, to, reference } = plan.approval;
  if (nowMs < Date.parse(from) || nowMs >= Date.parse(to)) {
    return `target ${where}: outside the approved window of ${reference}: ${from} to ${to}`;
  }
  if (nowMs + longestMs > Date.parse(to)) {
    return `target ${where}: the run may take ${formatDuration(longestMs)} and would outlast the approved window of ${reference}, which ends at ${to}`;
  }
  return undefined;
}

/**
 * Why this plan may never run from `nowMs` on, in one line, or undefined: what time cannot mend. Before the window it is
 * asked as of the window's begin.
 */
export function refusalForGood(plan: Plan, nowMs: number, longestMs: number): string | undefined {
  const fromMs = plan.approval === undefined ? nowMs : Date.parse(plan.approval.from);
  return refusalOf(plan, Math.max(nowMs, fromMs), longestMs);
}
