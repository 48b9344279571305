import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import { allCursorPages, allPages } from '../platform/all-pages.ts';
import { type Org, OrgError, unlessStatus } from '../platform/org.ts';

/** A deployment of an org that customers may connect to. */
export interface OfferedDeployment {
  readonly id: string;
  readonly name: string;
  /** An origin that it takes; undefined where it takes any. */
  readonly origin: string | undefined;
  /** The name of its flow, or its id where nobody may read the name. */
  readonly flow: string | undefined;
  readonly isActive: boolean;
}

export interface OfferedQueue {
  readonly id: string;
  readonly name: string;
  /** The flow that a conversation hears while it waits. */
  readonly flow: string | undefined;
}

/** What an org has that a plan can name. */
export interface OrgOffer {
  readonly deployments: readonly OfferedDeployment[];
  readonly queues: readonly OfferedQueue[];
  /** How many messages an agent may have at once where the agent has no setting of its own. */
  readonly capacity: number | undefined;
}

interface Named {
  readonly id: string;
  readonly name?: string;
}

/** The keys that are read of a deployment and of a queue (docs/facts/genesys.md section 4). */
interface Deployment {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly allowedDomains?: readonly string[];
  readonly flow?: Named;
}
interface Queue {
  readonly id: string;
  readonly name: string;
  readonly messageInQueueFlow?: Named;
}
interface Utilization {
  readonly utilization?: { readonly message?: { readonly maximumCapacity?: number } };
}

const NAMED: ShapeOf<Named> = { id: 'string', 'name?': 'string' };
const DEPLOYMENT: ShapeOf<Deployment> = {
  id: 'string',
  name: 'string',
  status: 'string',
  'allowedDomains?': ['string'],
  'flow?': NAMED,
};
const QUEUE: ShapeOf<Queue> = { id: 'string', name: 'string', 'messageInQueueFlow?': NAMED };
const UTILIZATION: ShapeOf<Utilization> = { 'utilization?': { 'message?': { 'maximumCapacity?': 'number' } } };

/**
 * Reads the deployments of an org with their flows, its queues, and how many messages an agent may have at once. Which
 * queues a flow leads to is in no answer that is read here. It only reads. Throws `OrgError`.
 */
export async function readOffer(org: Org): Promise<OrgOffer> {
  const deployments = await allCursorPages<Deployment>(org, '/api/v2/webdeployments/deployments', DEPLOYMENT);
  const queues = await allPages<Queue>(org, '/api/v2/routing/queues', QUEUE);
  const names = new Map<string, string>();
  for (const { flow } of deployments) {
    if (flow !== undefined && !names.has(flow.id)) names.set(flow.id, flow.name ?? (await flowName(org, flow.id)));
  }
  return {
    deployments: deployments.map(({ id, name, status, allowedDomains = [], flow }) => ({
      id,
      name,
      origin: allowedDomains[0] && `https://${allowedDomains[0].replace(/^https?:\/\//, '')}`,
      flow: flow && names.get(flow.id),
      isActive: status === 'Active',
    })),
    queues: queues.map(({ id, name, messageInQueueFlow: flow }) => ({
      id,
      name,
      flow: flow && (flow.name ?? flow.id),
    })),
    capacity: await readCapacity(org),
  };
}

/** A client that may read deployments may not be allowed to read flows. */
async function flowName(org: Org, id: string): Promise<string> {
  const flow = await ifAllowed(org.read<Named>('GET', `/api/v2/flows/${id}`, NAMED));
  return flow?.name ?? id;
}

async function readCapacity(org: Org): Promise<number | undefined> {
  const read = await ifAllowed(org.read<Utilization>('GET', '/api/v2/routing/utilization', UTILIZATION));
  return read?.utilization?.message?.maximumCapacity;
}

async function ifAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await unlessStatus(404, asked);
  } catch (error) {
    if (error instanceof OrgError && error.status === 403) return undefined;
    throw error;
  }
}
