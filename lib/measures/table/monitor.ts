import type { Measure } from './measure.ts';
import { LEVELS, TENANT_STATES } from './tag-values.ts';

/** What the monitor measures. */
export const MONITOR = [
  {
    name: 'tenant_level',
    kind: 'Gauge',
    sides: ['monitor'],
    unit: 'conversations or agents',
    tags: { level: LEVELS },
    says: 'What the monitor reads: waiting, alerting and interacting conversations, on-queue, idle and not-responding agents.',
    splits: [{ side: 'monitor', by: { level: LEVELS } }],
    drawn: { keeps: 'greatest', line: 'level', by: 'level' },
  },
  {
    name: 'tenant_state',
    kind: 'Rate',
    sides: ['monitor'],
    unit: 'readings',
    tags: { state: TENANT_STATES },
    says: 'Each reading of the monitor until the hold ends: 1 if the state holds. While conversations wait: `full`, every agent is at capacity; `free`, agents have room and alerts stand unanswered; `after-contact`, agents have neither a conversation nor room. `plateau`: active conversations stand still below the plan.',
    splits: [{ side: 'monitor', by: { state: TENANT_STATES } }],
  },
] as const satisfies readonly Measure[];
