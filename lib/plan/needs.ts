import { asideTexts } from './asides.ts';
import { expectedCalls } from './expected-calls.ts';
import type { Plan } from './schema.ts';
import { transportOf } from './transport-choice.ts';

/**
 * What only some plans use. A metric or a split of it that needs one of these is made only where the plan meets it:
 * each metric costs every VU over a kilobyte, and each split a threshold.
 */
export const NEEDS = [
  'agent-attachments',
  'asides',
  'attachments',
  'authentication',
  'bot',
  'dense',
  'deployments',
  'exact',
  'few-calls',
  'platform-load',
  'transfers',
] as const;
export type Need = (typeof NEEDS)[number];

/** k6 sorts this many samples in about a tenth of a second. */
const SORTED_CALLS = 500_000;

/**
 * The needs that a plan meets. k6 sorts all samples of a Trend with a threshold each 2 s (docs/facts/k6.md section 11,
 * hazard 6), so a run with very many calls of the Platform API has no split of their times.
 */
export function needsMet(plan: Plan | undefined): Need[] {
  if (plan === undefined) return [];
  const { customers, agents, platformLoad } = plan;
  const met: Record<Need, boolean> = {
    'agent-attachments': (agents?.attachments ?? 0) > 0,
    asides: asideTexts(customers) !== undefined,
    attachments: customers.attachments > 0,
    authentication: customers.authentication !== undefined,
    bot: customers.bot !== undefined,
    dense: transportOf(plan) === 'dense',
    deployments: plan.deployments.length > 1,
    exact: transportOf(plan) === 'exact',
    'few-calls': agents !== undefined && expectedCalls(plan, agents) <= SORTED_CALLS,
    'platform-load': platformLoad !== undefined,
    transfers: (agents?.transfers?.share ?? 0) > 0,
  };
  return NEEDS.filter((need) => met[need]);
}
