import type { AgentsPlan } from '../../../plan/schema.ts';

/** The most that Genesys allows of messages for one agent (docs/facts/genesys.md section 3). */
const MOST_CAPACITY = 25;

/** What would serve as many sessions, checked against what the plan has already. */
export function capacityAdvice(
  sessions: number,
  served: number,
  onQueue: number,
  { count, capacity }: AgentsPlan,
): string {
  const seen = Math.max(1, Math.round(served / Math.max(1, onQueue)));
  if (count * capacity >= sessions && count * seen >= sessions)
    return `The plan's ${count} agents × capacity ${capacity} are enough for ${sessions} sessions, and were taken for longer than those need: look at wrap-up, at transfers and at conversations of others.`;
  if (count * capacity >= sessions)
    return `The plan counts on ${count} agents × capacity ${capacity}, and the org gave each ${seen} at once: raise its message capacity (utilization) to ${capacity}, or add agents up to ${Math.ceil(sessions / seen)}.`;
  const needed = Math.ceil(sessions / count);
  const serves = `${count} agents × capacity ${seen} serve ${count * seen} of ${sessions} sessions`;
  if (needed <= MOST_CAPACITY)
    return `${serves}: raise message capacity to ${needed}, or have ${Math.ceil(sessions / seen)} agents.`;
  return `${serves}: have ${Math.ceil(sessions / seen)} agents, or at least ${Math.ceil(sessions / MOST_CAPACITY)} with capacity ${MOST_CAPACITY}.`;
}
