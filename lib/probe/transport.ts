import { settingsOf } from '../ceiling/settings.ts';
import type { Plan } from '../plan/schema.ts';
import { transportOf } from '../plan/transport.ts';

/** As for customers, by the most sessions that the search offers. */
export function probeTransportOf(plan: Plan): 'exact' | 'dense' {
  return transportOf({ ...plan, customers: { ...plan.customers, sessions: settingsOf(plan).most } });
}
