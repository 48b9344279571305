import type { EntityListing } from '@headroom/genesys-wire/platform';
import type { Plan } from '../../lib/plan/schema.ts';
import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';
import { callsOfAllAgents, marginsTo, type OrgLimits, PUBLISHED_LIMITS } from '../plan/plan-arithmetic.ts';
import type { Org } from '../platform/org.ts';

/** An entity of `GET /api/v2/organizations/limits/namespaces/{namespace}` (docs/facts/genesys.md section 3). */
interface Limit {
  readonly key: string;
  readonly value: number;
}

const KEYS: Readonly<Record<keyof OrgLimits, string>> = {
  connections: 'connections.rate.per.minute',
  frames: 'requests.per.connection.rate.per.minute',
  calls: 'token.rate.per.minute',
};
const CHANGES: Readonly<Record<keyof OrgLimits, string>> = {
  connections: 'lower customers.perMinute, or spread the sessions over more deployments (headroom provision)',
  frames: 'let customers think longer, or leave typing out',
  calls: 'let agents reply more slowly, give them less at once, or lower platformLoad.perMinute',
};

/** Compares the plan with the limits that the org has in effect. Throws `OrgError`. */
export async function lookAtLimits(org: Org, plan: Plan, exchanges: number): Promise<readonly Check[]> {
  const inEffect = new Map<string, number>();
  for (const namespace of ['web.messaging', 'platform.api']) {
    // This listing has no pages.
    const path = `/api/v2/organizations/limits/namespaces/${namespace}`;
    const { entities } = await org.read<EntityListing<Limit>>('GET', path, {
      entities: [{ key: 'string', value: 'number' }],
    });
    for (const { key, value } of entities) inEffect.set(key, value);
  }
  return limitChecks(inEffect, plan, exchanges);
}

/**
 * Compares the plan with limits. `inEffect`: the value of each by its key; a published one stands in for one that is
 * missing.
 */
export function limitChecks(inEffect: ReadonlyMap<string, number>, plan: Plan, exchanges: number): Check[] {
  const limits: OrgLimits = {
    connections: inEffect.get(KEYS.connections) ?? PUBLISHED_LIMITS.connections,
    frames: inEffect.get(KEYS.frames) ?? PUBLISHED_LIMITS.frames,
    calls: inEffect.get(KEYS.calls) ?? PUBLISHED_LIMITS.calls,
  };
  const checks = marginsTo(limits, plan, exchanges).map(({ limit, what, is, ok }): Check => {
    return ok ? { what, state: 'ok', is } : { what, state: 'fail', is, change: CHANGES[limit] };
  });
  const untold = Object.values(KEYS).filter((key) => !inEffect.has(key));
  if (untold.length > 0)
    checks.push({
      what: 'limits',
      state: 'unknown',
      is: `the org does not tell ${untold.join(', ')}: as Genesys publishes it`,
    });
  if (plan.agents !== undefined && 'domain' in plan.target)
    checks.push({
      what: 'API calls a minute, whole org',
      state: 'unknown',
      is: `about ${formatCount(callsOfAllAgents(plan, exchanges))} of all agents together; no org tells its limits over all tokens`,
      change:
        "Genesys's announcement of the assignment service's limits has the numbers, or ask Genesys for your org's",
    });
  if (plan.customers.identity === 'shared')
    checks.push({
      what: 'identity',
      state: 'warn',
      is: `customers share tokens: from connection ${formatCount((inEffect.get('session.connections.max') ?? 3) + 1)} on a token, the oldest is closed`,
      change: 'customers.identity unique, unless this is what the test is about',
    });
  return checks;
}
