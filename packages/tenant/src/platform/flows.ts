import { flowId } from '../org.ts';
import type { Tenant } from '../tenant.ts';
import { Answer, type Call, notFound, page, type Route } from './http.ts';

/**
 * Flows, and the jobs that make them of YAML (genesys.md section 4). A flow made here is kept and does nothing: how
 * conversations are routed is what the profile says.
 */

interface Flow {
  readonly id: string;
  readonly name: string;
  readonly type: 'INBOUNDSHORTMESSAGE';
}

interface Job {
  status: 'Created' | 'Success' | 'Failure';
  flow?: Flow;
  messages: readonly string[];
}

interface Made {
  readonly flows: Flow[];
  readonly jobs: Map<string, Job>;
}
const made = new WeakMap<Tenant, Made>();

function madeIn(tenant: Tenant): Made {
  const readyMade: Flow = { id: flowId(1), name: 'The profile', type: 'INBOUNDSHORTMESSAGE' };
  const here = made.get(tenant) ?? { flows: [readyMade], jobs: new Map() };
  made.set(tenant, here);
  return here;
}

function startJob({ tenant, address }: Call) {
  const id = tenant.ids.next();
  madeIn(tenant).jobs.set(id, { status: 'Created', messages: [] });
  return new Answer(202, { id, presignedUrl: `http://${address}/architect/jobs/${id}`, headers: {} });
}

/** The YAML, to the address that the job gave. */
function upload({ tenant, ids: [id = ''], text }: Call) {
  const { jobs, flows } = madeIn(tenant);
  const job = jobs.get(id);
  if (job === undefined) return notFound('Job');
  const name = /^inboundShortMessage:\s*(?:\n[ \t]+.*)*?\n[ \t]+name:\s*(.+)$/m.exec(text)?.[1]?.trim();
  if (name === undefined) {
    job.status = 'Failure';
    job.messages = ['inboundShortMessage with a name is required'];
    return new Answer(200, undefined);
  }
  const known = flows.find((flow) => flow.name === name);
  const flow: Flow = known ?? { id: flowId(flows.length + 1), name, type: 'INBOUNDSHORTMESSAGE' };
  if (known === undefined) flows.push(flow);
  job.status = 'Success';
  job.flow = flow;
  return new Answer(200, undefined);
}

function jobState({ tenant, ids: [id = ''] }: Call) {
  const job = madeIn(tenant).jobs.get(id);
  if (job === undefined) return notFound('Job');
  const messages = job.messages.map((text) => ({ type: 'error', text }));
  return { id, status: job.status, ...(job.flow ? { flow: { id: job.flow.id } } : {}), messages };
}

function list({ tenant, query }: Call) {
  const types = query.getAll('type').flatMap((names) => names.toUpperCase().split(','));
  return page(
    types.length === 0 ? madeIn(tenant).flows : madeIn(tenant).flows.filter(({ type }) => types.includes(type)),
    query,
  );
}

function one({ tenant, ids: [id = ''] }: Call) {
  return madeIn(tenant).flows.find((flow) => flow.id === id) ?? notFound('Flow');
}

export const flowRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v2/flows', answer: list },
  { method: 'GET', path: '/api/v2/flows/{}', answer: one },
  { method: 'POST', path: '/api/v2/flows/jobs', answer: startJob },
  { method: 'GET', path: '/api/v2/flows/jobs/{}', answer: jobState },
];

/** Needs no token: the address is the secret. */
export const flowUploadRoute: Route = { method: 'PUT', path: '/architect/jobs/{}', answer: upload };
