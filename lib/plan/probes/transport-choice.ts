import type { Plan } from '../schema.ts';
import { transportOf } from '../transport-choice.ts';
import type { SearchPhase } from './phase.ts';
import { settingsOf } from './settings.ts';
import { maxOffered } from './timetable.ts';

/** Chooses the transport as for customers, by the largest number of sessions that the search offers. */
export function probeTransportOf(plan: Plan): 'exact' | 'dense' {
  return transportOf({ ...plan, customers: { ...plan.customers, sessions: settingsOf(plan).most } });
}

/** How many sessions a VU holds in the dense transport. There is at least one VU for each source address. */
export function sessionsPerVu({ customers }: Plan, phase: SearchPhase): number {
  const addresses = phase.localIps?.split(',').length ?? 1;
  return Math.min(customers.sessionsPerVu, Math.ceil(maxOffered(phase) / addresses));
}
