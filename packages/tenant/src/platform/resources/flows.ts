import { flowId } from '../../base/ready-made-ids.ts';
import type { Tenant } from '../../org/tenant.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { failure, notFound } from '../http/errors.ts';
import { PAGING, page } from '../http/page.ts';
import { filtered, LIST_FILTERS } from '../query/list-filters.ts';

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
  /** How many flows there ever were. */
  count: number;
  readonly flows: Flow[];
  readonly jobs: Map<string, Job>;
}
const byTenant = new WeakMap<Tenant, FlowsOfOrg>();

function flowsOf(tenant: Tenant): FlowsOfOrg {
  const readyMade: Flow = { id: flowId(1), name: 'The profile', type: 'INBOUNDSHORTMESSAGE' };
  const own = byTenant.get(tenant) ?? { count: 1, flows: [readyMade], jobs: new Map() };
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
  const all = flowsOf(tenant);
  const { jobs, flows } = all;
  const job = jobs.get(id);
  if (job === undefined) return notFound('Job');
  const name = /^inboundShortMessage:\s*(?:\n[ \t]+.*)*?\n[ \t]+name:\s*(.+)$/m.exec(text)?.[1]?.trim();
  if (name === undefined) {
    job.status = 'Failure';
    job.messages = ['inboundShortMessage with a name is required'];
    return new ApiAnswer(200, undefined);
  }
  const known = flows.find((flow) => flow.name === name);
  const flow: Flow = known ?? { id: flowId(++all.count), name, type: 'INBOUNDSHORTMESSAGE' };
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

/** As the model `Flow` has it: one that is not published has no published version. */
function shown(flow: Flow, { profile }: Tenant) {
  return profile.flowPublished ? { ...flow, publishedVersion: { id: '1', type: 'PUBLISH' } } : flow;
}

function list({ tenant, query }: ApiCall) {
  const types = query.getAll('type').flatMap((names) => names.toUpperCase().split(','));
  const { flows } = flowsOf(tenant);
  const ofType = types.length === 0 ? flows : flows.filter(({ type }) => types.includes(type));
  const found = filtered(ofType, query).map((flow) => shown(flow, tenant));
  return page(found, query);
}

function one({ tenant, ids: [id = ''] }: ApiCall) {
  const found = flowsOf(tenant).flows.find((flow) => flow.id === id);
  return found === undefined ? notFound('Flow') : shown(found, tenant);
}

/** The profile's own flow stays, and a flow that a deployment leads to. */
function remove({ tenant, ids: [id = ''] }: ApiCall) {
  const { flows } = flowsOf(tenant);
  const index = flows.findIndex((flow) => flow.id === id);
  if (index < 0) return notFound('Flow');
  if (id === flowId(1)) return failure(409, 'conflict', 'This flow is what the profile of the simulation says');
  if (tenant.deployments.all().some(({ flow }) => flow?.id === id))
    return failure(409, 'general.conflict', 'A deployment leads to this flow');
  flows.splice(index, 1);
  return new ApiAnswer(204, undefined);
}

/** No flow of the simulation is ever locked. */
const unlock = ({ tenant, query }: ApiCall) =>
  flowsOf(tenant).flows.find(({ id }) => id === query.get('flow')) ?? notFound('Flow');

const LIST_QUERY = [...PAGING, 'type', 'includeSchemas=false', ...LIST_FILTERS];
export const flowRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v2/flows', query: [...LIST_QUERY, 'deleted=false'], answer: list },
  { method: 'GET', path: '/api/v2/flows/divisionviews', query: LIST_QUERY, answer: list },
  { method: 'GET', path: '/api/v2/flows/{}', query: ['deleted=false'], answer: one },
  { method: 'DELETE', path: '/api/v2/flows/{}', answer: remove },
  { method: 'POST', path: '/api/v2/flows/actions/unlock', query: ['flow'], answer: unlock },
  { method: 'POST', path: '/api/v2/flows/jobs', answer: startJob },
  { method: 'GET', path: '/api/v2/flows/jobs/{}', query: ['expand=messages'], answer: jobState },
];

/** Needs no token: only who started the job knows the address. */
export const flowUploadRoute: ApiRoute = {
  method: 'PUT',
  path: '/architect/jobs/{}',
  query: 'unchecked',
  answer: upload,
};
