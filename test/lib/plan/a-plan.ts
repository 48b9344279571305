import { parsePlan } from '../../../lib/plan/parse.ts';
import type { Plan } from '../../../lib/plan/schema.ts';

/** A plan's text as a file would hold it; tests change what they are about. */
export function planJson(): Record<string, unknown> & Record<'customers' | 'agents', Record<string, unknown>> {
  return {
    name: 'test',
    target: { address: '127.0.0.1:7420' },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: { sessions: 100, perMinute: 50, hold: '10m', teardown: '10m', longestVisit: '5m' },
    agents: { count: 20, perMinute: 50, capacity: 5, tokens: { source: 'simulated' } },
  };
}

/** A valid plan, with `changes` laid over its top level. */
export function aPlan(changes: Record<string, unknown> = {}): Plan {
  const parsed = parsePlan(JSON.stringify({ ...planJson(), ...changes }), 'test', {});
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.plan;
}
