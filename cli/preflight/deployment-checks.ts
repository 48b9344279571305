import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { Check } from '../../report/read/preflight.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import { type Org, unlessStatus } from '../platform/org.ts';
import { lookAtFlows } from './flow-checks.ts';
import { lookAtSignIn } from './guest-checks.ts';
import { checksOrUnknown, firstFew } from './unknown-check.ts';

type Planned = Plan['deployments'][number];

/** The keys that are read of `GET /api/v2/webdeployments/deployments/{id}` (docs/facts/genesys.md section 4). */
interface Deployed {
  readonly status: string;
  readonly allowAllDomains?: boolean;
  readonly allowedDomains?: readonly string[];
  readonly flow?: { readonly id: string };
  readonly configuration: { readonly id: string; readonly version?: string };
}

/** The keys that are read of a configuration's version. */
interface Configured {
  readonly messenger?: {
    readonly apps?: { readonly conversations?: { readonly conversationClear?: { readonly enabled?: boolean } } };
  };
}

const DEPLOYED: ShapeOf<Deployed> = {
  status: 'string',
  'allowAllDomains?': 'boolean',
  'allowedDomains?': ['string'],
  'flow?': { id: 'string' },
  configuration: { id: 'string', 'version?': 'string' },
};

const CONFIGURED: ShapeOf<Configured> = {
  'messenger?': { 'apps?': { 'conversations?': { 'conversationClear?': { 'enabled?': 'boolean' } } } },
};

const WEB = '/api/v2/webdeployments';
const AT_ONCE = 8;

/**
 * Checks that the plan's deployments exist, are active, allow the plan's origins, have a flow, and let guests sign in
 * where they are to. Throws `OrgError`.
 */
export async function lookAtDeployments(org: Org, plan: Plan): Promise<readonly Check[]> {
  const { deployments, agents } = plan;
  const deployed = new Map<string, Deployed>();
  await forEachConcurrent(deployments, AT_ONCE, async ({ id }) => {
    const found = await unlessStatus(404, org.read<Deployed>('GET', `${WEB}/deployments/${id}`, DEPLOYED));
    if (found !== undefined) deployed.set(id, found);
  });
  const checks = deploymentChecks(deployments, deployed, agents !== undefined);
  const configured = [...deployed].map(([id, { configuration }]) => ({ id, path: versionOf(configuration) }));
  const clear = agents === undefined ? await lookAtClear(org, new Set(configured.map(({ path }) => path))) : [];
  const flows = new Map(
    [...deployed].flatMap(([id, { flow }]) => (flow === undefined ? [] : [[id, flow.id] as const])),
  );
  const flowChecks = await checksOrUnknown('flows', () => lookAtFlows(org, flows));
  return [...checks, ...flowChecks, ...(await lookAtSignIn(org, plan, configured)), ...clear];
}

const versionOf = ({ id, version }: Deployed['configuration']): string =>
  `${WEB}/configurations/${id}/versions/${version}`;

function deploymentChecks(
  planned: readonly Planned[],
  deployed: ReadonlyMap<string, Deployed>,
  hasAgents: boolean,
): Check[] {
  const there = planned.flatMap(({ id, origin }) => {
    const found = deployed.get(id);
    return found === undefined ? [] : [{ id, found, takes: takesOrigin(found, origin) }];
  });
  const problem = (state: Check['state'], ids: readonly { id: string }[], is: string, change: string): Check[] =>
    ids.length === 0
      ? []
      : [
          {
            what: 'deployments',
            state,
            is: `${ids.length} of ${planned.length} ${is}: ${firstFew(ids.map(({ id }) => id))}`,
            change,
          },
        ];
  const problems = [
    ...problem(
      'fail',
      planned.filter(({ id }) => !deployed.has(id)),
      'are not in this org',
      'name deployments of this org in the plan, or have them made (headroom provision)',
    ),
    ...problem(
      'fail',
      there.filter(({ found }) => found.status !== 'Active'),
      'are not Active',
      'activate them, or leave them out of the plan',
    ),
    ...problem(
      'fail',
      there.filter(({ takes }) => takes === 'no'),
      "do not allow the domain of the plan's origin",
      "add it to the deployment's allowed domains: upgrades would be answered 403",
    ),
    ...problem(
      'unknown',
      there.filter(({ takes }) => takes === 'perhaps'),
      "allow a domain above that of the plan's origin, and whether that is enough is not documented",
      'name the very domain',
    ),
    ...problem(
      hasAgents ? 'fail' : 'warn',
      there.filter(({ found }) => found.flow === undefined),
      'have no inbound message flow',
      'give them one: their conversations reach no queue',
    ),
  ];
  if (problems.length > 0) return problems;
  return [
    {
      what: 'deployments',
      state: 'ok',
      is: `${planned.length} of ${planned.length} are Active, take their origin and have a flow`,
    },
  ];
}

/** Whether a deployment allows an origin. `perhaps`: it allows a domain above it. */
function takesOrigin({ allowAllDomains, allowedDomains = [] }: Deployed, origin: string): 'yes' | 'perhaps' | 'no' {
  const domains = allowedDomains.map(domainOf);
  const domain = domainOf(origin);
  if (allowAllDomains === true || domains.includes(domain)) return 'yes';
  return domains.some((above) => domain.endsWith(`.${above}`)) ? 'perhaps' : 'no';
}

const domainOf = (origin: string): string => origin.replace(/^https?:\/\//, '').toLowerCase();

/** Checks that customers may clear their conversations. Without agents nobody else ends them. */
async function lookAtClear(org: Org, configurations: ReadonlySet<string>): Promise<Check[]> {
  for (const path of configurations) {
    const { messenger } = await org.read<Configured>('GET', path, CONFIGURED);
    if (messenger?.apps?.conversations?.conversationClear?.enabled === true) continue;
    return [
      {
        what: 'ending conversations',
        state: 'warn',
        is: 'customers may not clear their conversation, and the plan has no agents to end it: each stays open for up to 72 hours',
        change: 'enable conversation clear in the configuration, or run headroom cleanup afterwards',
      },
    ];
  }
  return [];
}
