import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { isActive } from '../deployment.ts';
import { deploymentId, numberIn } from '../org.ts';
import type { Tenant } from '../tenant.ts';
import { badRequest, type Call, failure, notFound, page, type Route } from './http.ts';

/**
 * Configurations with draft and published versions, and deployments of them (genesys.md section 4). A deployment made
 * here serves guests at once. How its messenger behaves and whom it lets in stays what the profile says.
 */

const configurationBody = z.looseObject({
  name: z.string().min(1),
  languages: z.array(z.string()).min(1),
  defaultLanguage: z.string(),
});
const deploymentBody = z.object({
  name: z.string().min(1),
  configuration: z.object({ id: z.string(), version: z.string().optional() }),
  allowAllDomains: z.boolean().default(false),
  allowedDomains: z.array(z.string()).default([]),
  status: z.enum(['Active', 'Inactive']).default('Active'),
});
type Content = z.output<typeof configurationBody>;

interface Configuration {
  readonly id: string;
  draft: Content;
  readonly versions: Content[];
}

/** What was made by API, for each tenant. */
interface Made {
  readonly configurations: Map<string, Configuration>;
  readonly names: Map<number, string>;
}
const made = new WeakMap<Tenant, Made>();

function madeIn(tenant: Tenant): Made {
  const here = made.get(tenant) ?? { configurations: new Map(), names: new Map() };
  made.set(tenant, here);
  return here;
}

const draftOf = ({ id, draft }: Configuration) => ({ ...draft, id, version: 'DRAFT', status: 'Draft' });
const latestOf = ({ id, versions }: Configuration) => ({
  ...versions.at(-1),
  id,
  version: String(versions.length),
  status: 'Active',
});

/** Runs `then` with the configuration that the path names. */
const inConfiguration = (then: (configuration: Configuration, call: Call) => unknown) => (call: Call) => {
  const configuration = madeIn(call.tenant).configurations.get(call.ids[0] ?? '');
  return configuration === undefined ? notFound('Configuration') : then(configuration, call);
};

function create({ tenant, body }: Call) {
  const parsed = configurationBody.safeParse(body);
  if (!parsed.success) return badRequest('name, languages and defaultLanguage are required');
  const configuration: Configuration = { id: randomUUID(), draft: parsed.data, versions: [] };
  madeIn(tenant).configurations.set(configuration.id, configuration);
  return draftOf(configuration);
}

const redraft = inConfiguration((configuration, { body }) => {
  const parsed = configurationBody.safeParse(body);
  if (!parsed.success) return badRequest('name, languages and defaultLanguage are required');
  configuration.draft = parsed.data;
  return draftOf(configuration);
});

const publish = inConfiguration((configuration) => {
  configuration.versions.push(configuration.draft);
  return latestOf(configuration);
});

function deploy({ tenant, body }: Call) {
  const { configurations, names } = madeIn(tenant);
  const parsed = deploymentBody.safeParse(body);
  if (!parsed.success) return badRequest('name and configuration are required; status is Active or Inactive');
  const { name, configuration, allowAllDomains, allowedDomains, status } = parsed.data;
  if (allowAllDomains !== (allowedDomains.length === 0))
    return badRequest('allowedDomains has to be empty with allowAllDomains, and only then');
  if (!configurations.get(configuration.id)?.versions.length)
    return failure(400, 'bad.request', 'The configuration is not published');
  const n = ++tenant.profile.deployments;
  names.set(n, name);
  if (status === 'Inactive') tenant.profile.inactiveDeployments.push(n);
  return toWire(tenant, n);
}

function toWire(tenant: Tenant, n: number) {
  return {
    id: deploymentId(n),
    name: madeIn(tenant).names.get(n) ?? `Deployment ${n}`,
    status: isActive(tenant.profile, n) ? 'Active' : 'Inactive',
    allowAllDomains: false,
    allowedDomains: [tenant.profile.allowedOrigin.replace(/^https?:\/\//, '')],
  };
}

function deployments({ tenant, query }: Call) {
  const all = Array.from({ length: tenant.profile.deployments }, (_, index) => toWire(tenant, index + 1));
  return page(all, query);
}

function deployment({ tenant, ids: [id = ''] }: Call) {
  const n = numberIn('d', id, tenant.profile.deployments);
  return n === undefined ? notFound('Deployment') : toWire(tenant, n);
}

const root = '/api/v2/webdeployments';
export const webDeploymentRoutes: readonly Route[] = [
  { method: 'POST', path: `${root}/configurations`, answer: create },
  { method: 'GET', path: `${root}/configurations/{}/versions/draft`, answer: inConfiguration(draftOf) },
  { method: 'PUT', path: `${root}/configurations/{}/versions/draft`, answer: redraft },
  { method: 'POST', path: `${root}/configurations/{}/versions/draft/publish`, answer: publish },
  { method: 'GET', path: `${root}/deployments`, answer: deployments },
  { method: 'GET', path: `${root}/deployments/{}`, answer: deployment },
  { method: 'POST', path: `${root}/deployments`, answer: deploy },
];
