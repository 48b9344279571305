import { plannedVisits, scheduleOf } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { type Finding, percent } from './finding.ts';

/** The load generator was the limit. What it measured says nothing about the tenant. */

const LATE_SHARE = 0.2;
const MIN_VISITS = 5;
const LOCAL_SHARE = 0.01;

export function saturated({ visits, lateVisits }: Reading): Finding | undefined {
  if (visits < MIN_VISITS || lateVisits < visits * LATE_SHARE) return undefined;
  return {
    cause: 'generator-saturated',
    says: 'The load generator could not keep up, so this result is invalid: it says nothing of the tenant.',
    evidence: [`timers were late in ${lateVisits} of ${visits} visits (${percent(lateVisits / visits)})`],
    change: 'Give the load generator more processors, or spread the run over several (generators.count, segments).',
  };
}

export function localLimits({ attempts, causes }: Reading): Finding | undefined {
  const { local = 0 } = causes;
  if (local === 0 || local < attempts * LOCAL_SHARE) return undefined;
  return {
    cause: 'local-limits',
    says: 'This machine ran out of file descriptors or ports, so this result is invalid: it says nothing of the tenant.',
    evidence: [`${local} of ${attempts} upgrades failed before a packet left`],
    change: 'Raise the limit of open files (ulimit -n) and the range of local ports, or add addresses (--local-ips).',
  };
}

/** A smaller share of planned visits that did not begin is noise. */
const NOT_BEGUN_SHARE = 0.01;

/** Open model: visits were due while every VU was taken, and nothing else explains why visits last so long. */
export function visitsNotBegun({ visitsNotBegun: missed }: Reading, plan: Plan): Finding | undefined {
  const planned = plannedVisits(plan, scheduleOf(plan));
  if (missed === 0 || missed <= planned * NOT_BEGUN_SHARE) return undefined;
  const { sessions, visitsPerMinute } = plan.customers;
  return {
    cause: 'generator-saturated',
    says: `The load generator could not begin ${missed} of ${planned} planned visits, so this result is invalid: it says nothing of the tenant.`,
    evidence: [
      `all ${sessions} places (customers.sessions) were taken when they were due, at ${visitsPerMinute} a minute`,
    ],
    change: `Raise customers.sessions above ${sessions}: at least customers.visitsPerMinute × the minutes that a visit takes.`,
  };
}
