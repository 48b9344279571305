import { middleMs } from '../base/random.ts';
import { scheduleOf } from './schedule.ts';
import type { AgentsPlan, Plan } from './schema.ts';

/**
 * About how many calls of the Platform API a run makes: a read and a reply an exchange, a typing event where agents type,
 * and those of `platformLoad`.
 */
export function expectedCalls(plan: Plan, agents: AgentsPlan): number {
  const { customers, platformLoad } = plan;
  const talks = Math.min(customers.sessions, agents.count * agents.capacity);
  const perMs = ((agents.typing ? 3 : 2) * talks) / (middleMs(customers.think) + middleMs(agents.reply));
  return (perMs + (platformLoad?.perMinute ?? 0) / 60_000) * scheduleOf(plan).teardownEndsMs;
}
