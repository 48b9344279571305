import type { Plan } from '../schema.ts';
import { transportOf } from '../transport-choice.ts';
import type { Phase } from './phase.ts';
import { settingsOf } from './settings.ts';
import { maxOffered } from './timetable.ts';

/** As for customers, by the most sessions that the search offers. */
export function probeTransportOf(plan: Plan): 'exact' | 'dense' {
  return transportOf({ ...plan, customers: { ...plan.customers, sessions: settingsOf(plan).most } });
}

/** Sessions a VU in the dense transport: few enough that there is a VU for each address that the load comes from. */
export function sessionsPerVu({ customers }: Plan, phase: Phase): number {
  const addresses = phase.localIps?.split(',').length ?? 1;
  return Math.min(customers.sessionsPerVu, Math.ceil(maxOffered(phase) / addresses));
}
