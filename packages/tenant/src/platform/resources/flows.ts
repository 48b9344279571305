import { flowId } from '../../base/ready-made-ids.ts';
import type { Tenant } from '../../org/tenant.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';

/**
 * Flows, and the jobs that create them from YAML (docs/facts/genesys.md section 4). A created flow is listed and never
 * runs: how conversations are routed is a matter of the profile.
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

interface FlowsOfOrg {
  readonly flows: Flow[];
  readonly jobs: Map<string, Job>;
}
const byTenant = new WeakMap<Tenant, FlowsOfOrg>();

function flowsOf(tenant: Tenant): FlowsOfOrg {
  const readyMade: Flow = { id: flowId(1), name: 'The profile', type: 'INBOUNDSHORTMESSAGE' };
  const own = byTenant.get(tenant) ?? { flows: [readyMade], jobs: new Map() };
  byTenant.set(tenant, own);
  return own;
}

function startJob({ tenant, address }: ApiCall) {
  const id = tenant.ids.next();
  flowsOf(tenant).jobs.set(id, { status: 'Created', messages: [] });
  return new ApiAnswer(202, { id, presignedUrl: `http://${address}/architect/jobs/${id}`, headers: {} });
}

/** Takes the job's YAML, at the address that the job gave out. */
function upload({ tenant, ids: [id = ''], text }: ApiCall) {
  const { jobs, flows } = flowsOf(tenant);
  const job = jobs.get(id);
  if (job === undefined) return notFound('Job');
  const name = /^inboundShortMessage:\s*(?:\n[ \t]+.*)*?\n[ \t]+name:\s*(.+)$/m.exec(text)?.[1]?.trim();
  if (name === undefined) {
    job.status = 'Failure';
    job.messages = ['inboundShortMessage with a name is required'];
    return new ApiAnswer(200, undefined);
  }
  const known = flows.find((flow) => flow.name === name);
  const flow: Flow = known ?? { id: flowId(flows.length + 1), name, type: 'INBOUNDSHORTMESSAGE' };
  if (known === undefined) flows.push(flow);
  job.status = 'Success';
  job.flow = flow;
  return new ApiAnswer(200, undefined);
}

function jobState({ tenant, ids: [id = ''] }: ApiCall) {
  const job = flowsOf(tenant).jobs.get(id);
  if (job === undefined) return notFound('Job');
  const messages = job.messages.map((text) => ({ type: 'error', text }));
  return { id, status: job.status, ...(job.flow ? { flow: { id: job.flow.id } } : {}), messages };
}

function list({ tenant, query }: ApiCall) {
  const types = query.getAll('type').flatMap((names) => names.toUpperCase().split(','));
  return page(
    types.length === 0 ? flowsOf(tenant).flows : flowsOf(tenant).flows.filter(({ type }) => types.includes(type)),
    query,
  );
}

function one({ tenant, ids: [id = ''] }: ApiCall) {
  return flowsOf(tenant).flows.find((flow) => flow.id === id) ?? notFound('Flow');
}

export const flowRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v2/flows', answer: list },
  { method: 'GET', path: '/api/v2/flows/{}', answer: one },
  { method: 'POST', path: '/api/v2/flows/jobs', answer: startJob },
  { method: 'GET', path: '/api/v2/flows/jobs/{}', answer: jobState },
];

/** Needs no token: only who started the job knows the address. */
export const flowUploadRoute: ApiRoute = { method: 'PUT', path: '/architect/jobs/{}', answer: upload };
