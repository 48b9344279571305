import { refusalOf } from '../../lib/plan/approval.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';
import { ChangeWindow } from '../platform/change-window.ts';

/** For how long after the approved window what its run left may be ended without a question, and how long after a yes. */
export const GRACE_MS = 30 * 60_000;

/**
 * Until when `headroom cleanup` may change an org: on this machine for ever, and else for 30 minutes after the approved
 * window, whose run left what it ends. `question`: the 30 minutes are over too, and a person has to agree; the window is
 * then 30 minutes from now.
 */
export interface CleanupWindow {
  readonly window?: ChangeWindow;
  readonly says?: string;
  readonly question?: string;
}

/**
 * Decides until when the org of a plan may be cleaned up. Throws an error of one line without an approval, and before its
 * window: there is nothing yet that a run can have left. `nowMs`: Unix ms.
 */
export function cleanupWindow(plan: Plan, nowMs: number): CleanupWindow {
  const { target, approval } = plan;
  const endMs = Date.parse(approval?.to ?? '');
  // What was approved until the end may be finished after it.
  const refusal = refusalOf(plan, Math.min(nowMs, endMs - 1 || nowMs), 0);
  if (refusal !== undefined) throw new Error(refusal);
  if (isLoopback(target) || approval === undefined) return {};
  const at = (ms: number): string => new Date(ms).toISOString();
  const what = `the approved window of ${approval.reference}`;
  if (nowMs < endMs + GRACE_MS)
    return {
      window: new ChangeWindow(endMs + GRACE_MS, `the 30 minutes after ${what}`),
      says: `changes ${nameOf(target)} until ${at(endMs + GRACE_MS)}, 30 minutes after ${what}`,
    };
  return {
    window: new ChangeWindow(nowMs + GRACE_MS, 'the 30 minutes of this cleanup'),
    says: `changes ${nameOf(target)} until ${at(nowMs + GRACE_MS)}, outside of ${what}`,
    question: `${what} ended at ${approval.to}, and 30 minutes have passed since: end now on ${nameOf(target)} what its run left, for 30 minutes at most?`,
  };
}
