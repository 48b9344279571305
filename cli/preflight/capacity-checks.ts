import type { AgentsPlan, Plan } from '../../lib/plan/schema.ts';
import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';
import { maxVisitsAtOnce } from '../plan/plan-arithmetic.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import type { Org } from '../platform/org.ts';

/**
 * The answer of `GET /api/v2/routing/utilization`, and of a user's own utilization (docs/facts/genesys.md section 2.7).
 */
interface Utilization {
  readonly utilization?: { readonly message?: { readonly maximumCapacity?: number } };
}

/** The capacity of an org that never set one. */
const DEFAULT_CAPACITY = 1;
/** The maximum that Genesys allows for an agent. */
const MAX_CAPACITY = 25;
/** The number of agents whose utilization is read, spread over all of them: calls are limited to 300 a minute. */
const SAMPLE = 100;
const AT_ONCE = 8;

/** Checks that the agents can have as many conversations at once as the plan has customers. Throws `OrgError`. */
export async function lookAtCapacity(
  org: Org,
  plan: Plan,
  agents: AgentsPlan,
  users: readonly string[],
  exchanges: number,
): Promise<readonly Check[]> {
  const own = sampleOf(users).map((user) => `/api/v2/routing/users/${user}/utilization`);
  const capacities: number[] = [];
  await forEachConcurrent(own.length > 0 ? own : ['/api/v2/routing/utilization'], AT_ONCE, async (path) => {
    capacities.push(
      capacityIn(
        await org.read<Utilization>('GET', path, {
          'utilization?': { 'message?': { 'maximumCapacity?': 'number' } },
        }),
      ),
    );
  });
  return capacityChecks(agents, capacities, maxVisitsAtOnce(plan, exchanges));
}

const capacityIn = ({ utilization }: Utilization): number => utilization?.message?.maximumCapacity ?? DEFAULT_CAPACITY;

function sampleOf(users: readonly string[]): string[] {
  const count = Math.min(users.length, SAMPLE);
  return Array.from({ length: count }, (_, index) => users[Math.floor((index * users.length) / count)] ?? '');
}

/**
 * Compares capacities with the number of sessions. `capacities`: those of some agents, or the org's default. `wanted`:
 * sessions at once at the peak.
 */
export function capacityChecks(agents: AgentsPlan, capacities: readonly number[], wanted: number): Check[] {
  const [min, max] = [Math.min(...capacities), Math.max(...capacities)];
  const mean = capacities.reduce((sum, one) => sum + one, 0) / capacities.length;
  const each = min === max ? `${min}` : `${min} to ${max}`;
  const places = Math.floor(agents.count * mean);
  const is = `${formatCount(agents.count)} agents × ${each} serve ${formatCount(places)} conversations at once, for ${formatCount(wanted)} sessions`;
  if (places < wanted) return [{ what: 'agent capacity', state: 'fail', is, change: changeFor(agents, wanted) }];
  if (min === agents.capacity && max === agents.capacity) return [{ what: 'agent capacity', state: 'ok', is }];
  const change = `agents.capacity is ${agents.capacity} in the plan: make the two agree`;
  return [{ what: 'agent capacity', state: 'warn', is, change }];
}

function changeFor({ count }: AgentsPlan, wanted: number): string {
  const needed = Math.ceil(wanted / count);
  if (needed <= MAX_CAPACITY) return `set the agents' message utilization to at least ${needed}`;
  return `at least ${formatCount(Math.ceil(wanted / MAX_CAPACITY))} agents: one may have ${MAX_CAPACITY} messages at most`;
}
