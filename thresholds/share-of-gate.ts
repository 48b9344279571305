import { measureNamed } from '../lib/measures/table/rows.ts';
import { plannedVisits, scheduleOf } from '../lib/plan/schedule.ts';
import type { Plan } from '../lib/plan/schema.ts';
import { leastOf } from '../lib/plan/shares.ts';
import { transportOf } from '../lib/plan/transport-choice.ts';
import type { Thresholds } from './gates.ts';

/** How much of the load of each side the smallest share of a run plays, from 0 to 1. */
interface LeastPart {
  readonly customers: number;
  readonly agents: number;
}

/**
 * The gate by which each of `shares` shares of a run is judged alone. Rates stay. A count that is to be reached becomes
 * the part of the smallest share, rounded down, so that no healthy share crosses it. A count that is not to be exceeded
 * stays: a share that exceeds it proves that the whole does. The whole is judged by `headroom merge`, by the gate itself.
 *
 * @example
 * shareOfGate({ guest_sessions_opened: ['count>=38'] }, plan, 4); // { guest_sessions_opened: ['count>=9'] }
 */
export function shareOfGate(gate: Thresholds, plan: Plan, shares: number): Thresholds {
  if (shares === 1) return gate;
  const least = leastPart(plan, shares);
  return Object.fromEntries(
    Object.entries(gate).map(([metric, rules]) => {
      const part = isOfAgents(metric) ? least.agents : least.customers;
      const smaller = (rule: string) =>
        rule.replace(/^count>=(\d+)$/, (_, count: string) => `count>=${Math.floor(Number(count) * part + ROUNDING)}`);
      return [
        metric,
        rules.map((rule) =>
          typeof rule === 'string' ? smaller(rule) : { ...rule, threshold: smaller(rule.threshold) },
        ),
      ];
    }),
  );
}

/** A product of two numbers may be a hair below the whole number that it is. */
const ROUNDING = 1e-9;

function isOfAgents(metric: string): boolean {
  const sides: readonly string[] = measureNamed(metric.replace(/\{.*/, ''))?.sides ?? [];
  return sides.length === 1 && sides[0] === 'agent';
}

function leastPart(plan: Plan, shares: number): LeastPart {
  const { customers, agents } = plan;
  const { sessions } = customers;
  const of = (total: number, perVu: number) =>
    total === 0 ? 0 : leastOf(total, Math.ceil(total / perVu), shares) / total;
  if (customers.model === 'open') {
    const visits = plannedVisits(plan, scheduleOf(plan));
    const least = sessions < shares || visits === 0 ? 0 : Math.floor(visits / shares) / visits;
    return { customers: least, agents: agents === undefined ? 0 : of(agents.count, agents.agentsPerVu) };
  }
  return {
    customers: of(sessions, transportOf(plan) === 'exact' ? 1 : customers.sessionsPerVu),
    agents: agents === undefined ? 0 : of(agents.count, agents.agentsPerVu),
  };
}
