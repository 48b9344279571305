import type { EntityListing } from '@headroom/genesys-wire/platform';
import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import type { Check } from '../../report/read/preflight.ts';
import { type Org, unlessStatus } from '../platform/org.ts';
import { firstFew } from './unknown-check.ts';

/** The keys that are read of `GET /api/v2/flows/{id}`: Genesys's model `Flow` (docs/facts/genesys.md, fact 4.5). */
interface Flow {
  readonly name: string;
  readonly type?: string;
  readonly deleted?: boolean;
  readonly publishedVersion?: { readonly id?: string };
}

/** The keys that are read of an entity of `GET /api/v2/webdeployments/deployments`. */
interface Listed {
  readonly id: string;
  readonly status?: string;
  readonly flow?: { readonly id: string };
}

const FLOW: ShapeOf<Flow> = {
  name: 'string',
  'type?': 'string',
  'deleted?': 'boolean',
  'publishedVersion?': { 'id?': 'string' },
};
/** The listing has no pages (docs/facts/genesys.md section 9). */
const LISTING: ShapeOf<EntityListing<Listed>> = {
  entities: [{ id: 'string', 'status?': 'string', 'flow?': { id: 'string' } }],
};

const INBOUND_MESSAGE = 'INBOUNDSHORTMESSAGE';

/**
 * Checks that the flows of the plan's deployments are inbound message flows with a published version. Where all are, it
 * says how many deployments outside the plan lead to them as well: their guests would meet the load. `flows`: the flow of
 * each of the plan's deployments that has one, by the id of the deployment. Throws `OrgError`.
 */
export async function lookAtFlows(org: Org, flows: ReadonlyMap<string, string>): Promise<Check[]> {
  const what = 'flows';
  const ids = [...new Set(flows.values())];
  const checks: Check[] = [];
  for (const id of ids) {
    const flow = await unlessStatus(404, org.read<Flow>('GET', `/api/v2/flows/${id}?deleted=false`, FLOW));
    const problem = problemOf(flow);
    if (problem !== undefined)
      checks.push({ what, state: 'fail', is: `flow ${id} ${problem.is}`, change: problem.change });
  }
  if (checks.length > 0 || ids.length === 0) return checks;
  const is = ids.length === 1 ? 'the flow of the deployments is published' : `all ${ids.length} are published`;
  return [{ what, state: 'ok', is: `${is}${await othersOf(org, flows)}` }];
}

function problemOf(flow: Flow | undefined): { readonly is: string; readonly change: string } | undefined {
  if (flow === undefined || flow.deleted === true)
    return { is: 'is not there', change: 'give the deployments a flow that is: their conversations reach no queue' };
  if (flow.type !== undefined && flow.type.toUpperCase() !== INBOUND_MESSAGE)
    return { is: `is of the type ${flow.type}`, change: 'give the deployments an inbound message flow' };
  if (flow.publishedVersion === undefined)
    return { is: `(${flow.name}) has no published version`, change: 'publish it: their conversations reach no queue' };
  return undefined;
}

/** How many active deployments outside the plan lead to the same flows; empty where none does. */
async function othersOf(org: Org, flows: ReadonlyMap<string, string>): Promise<string> {
  const used = new Set(flows.values());
  const { entities } = await org.read<EntityListing<Listed>>('GET', '/api/v2/webdeployments/deployments', LISTING);
  const others = entities.filter(
    ({ id, flow, status }) => !flows.has(id) && status !== 'Inactive' && used.has(flow?.id ?? ''),
  );
  if (others.length === 0) return '';
  return `; deployments outside the plan lead there too, whose guests would meet the load: ${firstFew(others.map(({ id }) => id))}`;
}
