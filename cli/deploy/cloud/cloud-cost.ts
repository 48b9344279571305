import { longestRunMs } from '../../../lib/plan/longest-run.ts';
import { scheduleOf } from '../../../lib/plan/schedule.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import { transportOf } from '../../../lib/plan/transport-choice.ts';
import { type Deployable, sumOf, vusOf } from '../planned-vus.ts';

/** What a run takes in k6 cloud with one transport. */
export interface CloudCost {
  readonly transport: 'exact' | 'dense';
  readonly vus: number;
  /** VU-hours of a run that ends as planned, and of the longest that it can be. */
  readonly vuHours: { readonly planned: number; readonly longest: number };
  readonly isOfPlan: boolean;
}

const MINUTE_MS = 60_000;

/**
 * The VU-hours of a run: most VUs times minutes, rounded up, by 60, and at least one (docs/facts/k6.md section 9, K9.19).
 * The open model has the exact transport only.
 */
export function cloudCosts(script: Deployable, plan: Plan): CloudCost[] {
  const transports = plan.customers.model === 'open' ? (['exact'] as const) : (['exact', 'dense'] as const);
  return transports.map((transport) => {
    const so = { ...plan, customers: { ...plan.customers, transport } };
    const vus = sumOf(vusOf(script, so));
    const longestMs = longestRunMs(script, so, {});
    const { teardownEndsMs, loginsMs } = scheduleOf(so);
    const plannedMs = script === 'reconnect-storm' ? longestMs : Math.max(teardownEndsMs, loginsMs);
    return {
      transport,
      vus,
      vuHours: { planned: vuHours(vus, plannedMs), longest: vuHours(vus, longestMs) },
      isOfPlan: transport === transportOf(plan),
    };
  });
}

function vuHours(vus: number, ms: number): number {
  return Math.max(1, (vus * Math.ceil(ms / MINUTE_MS)) / 60);
}
