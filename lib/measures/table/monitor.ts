import type { Measure } from './measure.ts';
import { HOLDERS, LEVELS, TENANT_STATES } from './tag-values.ts';

/** What the monitor measures. */
export const MONITOR = [
  {
    name: 'tenant_level',
    kind: 'Gauge',
    sides: ['monitor'],
    unit: 'conversations, agents or seconds',
    tags: { level: [...LEVELS, 'blind'] },
    says: 'What the monitor reads: waiting, alerting and interacting conversations, on-queue, idle and not-responding agents. `blind`: at each try to read, until the hold ends, the seconds since the latest reading; the greatest is the longest time without one.',
    splits: [
      { side: 'monitor', by: { level: LEVELS } },
      { side: 'monitor', by: { level: ['blind'] }, isLater: true },
    ],
    drawn: { keeps: 'greatest', line: 'level', by: 'level' },
  },
  {
    name: 'tenant_state',
    kind: 'Rate',
    sides: ['monitor'],
    unit: 'readings',
    tags: { state: [...TENANT_STATES, 'blind', 'waiting', ...HOLDERS] },
    says: 'Each reading of the monitor until the hold ends: 1 if the state holds. While conversations wait: `full`, every agent is at capacity; `free`, agents have room and alerts stand unanswered; `after-contact`, agents have neither a conversation nor room. `plateau`: active conversations stand still below the plan. `blind`: of every reading that was due, 1 if there was none, since it failed, or another took too long. To the end of the teardown: `waiting`, conversations wait; and of each such reading ten samples say who holds them up, of which so many are 1: `queued`, the planned sessions whose conversation waits; `talking` and `alerting`, the places of the agents on queue that have a conversation, or one that alerts; `idle` and `not-responding`, those agents; `absent`, the agents of the plan that are not on queue.',
    splits: [
      { side: 'monitor', by: { state: TENANT_STATES } },
      { side: 'monitor', by: { state: ['blind', 'waiting', ...HOLDERS] }, isLater: true },
    ],
  },
] as const satisfies readonly Measure[];
