import type { Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { type Finding, SOME, told } from './finding.ts';
import { servesTooFew } from './service.ts';

/**
 * Conversations at our agents that are not of this run. They take the places of its customers, and where another run
 * has the same agents, both of them answer.
 */
export function foreignConversations(reading: Reading, plan: Plan): Finding | undefined {
  const { foreign, leftOver, accepted, connected } = reading.agents;
  if (plan.agents === undefined || foreign + leftOver === 0) return undefined;
  // One that was left open holds its place for the whole run, so a few count where places are few.
  const places = plan.agents.count * plan.agents.capacity;
  if (foreign + leftOver < Math.min(accepted, places) * SOME) return undefined;
  const mixed = mixedUp(reading);
  if (mixed === 0 && !servesTooFew(reading, plan)) return undefined;
  return {
    cause: 'foreign-conversations',
    says: `${foreign + leftOver} conversations that came to our agents are not of this run: they take the places of its customers.`,
    evidence: [
      ...told(foreign, 'named another run or customer, and began while this run was at work'),
      ...told(leftOver, 'had begun before this run'),
      `${connected} agents were connected, for ${places} conversations at once; ${accepted} were accepted`,
      ...told(mixed, 'messages were altered, duplicated or reordered, as where two runs answer for one agent'),
    ],
    change:
      foreign >= leftOver
        ? 'Another run or other traffic is at work on these agents: wait for its end, or give this plan agents and queues of its own (agents.tokens, agents.queues).'
        : 'End what earlier runs left open, with npx headroom cleanup and this plan, and run it again.',
  };
}

function mixedUp({ messages }: Reading): number {
  return Object.values(messages).reduce((sum, one) => sum + one.altered + one.duplicated + one.reordered, 0);
}
