import * as z from 'zod';
import type { VersionedConfiguration } from '../../deployments/configurations.ts';
import type { DeploymentInput, WebDeployment } from '../../deployments/deployments.ts';
import { configurationSchema, type MessengerConfiguration } from '../../deployments/messenger-settings.ts';
import type { Tenant } from '../../org/tenant.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, failure, invalidBody, notFound } from '../http/errors.ts';
import { CURSOR_PAGING, cursorPage } from '../http/page.ts';

/** Messenger configurations with their versions, and deployments of them (docs/facts/genesys.md section 4). */

const deploymentBody = z
  .object({
    name: z.string().min(1),
    configuration: z.object({ id: z.string(), version: z.string().optional() }),
    flow: z.object({ id: z.string() }).optional(),
    allowAllDomains: z.boolean().default(false),
    allowedDomains: z.array(z.string()).default([]),
    status: z.enum(['Active', 'Inactive']).default('Active'),
  })
  .refine(({ allowAllDomains, allowedDomains }) => allowAllDomains === (allowedDomains.length === 0), {
    path: ['allowedDomains'],
    message: 'has to be empty with allowAllDomains, and only then',
  });

const root = '/api/v2/webdeployments';

/** A draft is `Active` once it is stored: Terraform's provider waits for that (docs/facts/genesys.md section 13). */
const draftOf = ({ id, draft }: VersionedConfiguration) => ({ ...draft, id, version: 'DRAFT', status: 'Active' });
const versionOf = (id: string, published: MessengerConfiguration, index: number) => ({
  ...published,
  id,
  version: String(index + 1),
  status: 'Active',
});
const versionsOf = ({ id, published }: VersionedConfiguration) =>
  published.map((one, index) => versionOf(id, one, index));

/** Runs `then` with the configuration that the path names. */
const inConfiguration =
  (then: (configuration: VersionedConfiguration, call: ApiCall) => unknown) => (call: ApiCall) => {
    const configuration = call.tenant.deployments.configurations.get(call.ids[0] ?? '');
    return configuration === undefined ? notFound('Configuration') : then(configuration, call);
  };

/** The same, for a configuration that can be changed. */
const inCreatedConfiguration = (then: (configuration: VersionedConfiguration, call: ApiCall) => unknown) =>
  inConfiguration((configuration, call) =>
    call.tenant.deployments.configurations.isReadyMade(configuration.id)
      ? failure(409, 'conflict', 'This configuration is what the profile of the simulation says')
      : then(configuration, call),
  );

function create({ tenant, body }: ApiCall) {
  const parsed = configurationSchema.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  return draftOf(tenant.deployments.configurations.create(parsed.data));
}

const redraft = inCreatedConfiguration((configuration, { body }) => {
  const parsed = configurationSchema.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  configuration.draft = parsed.data;
  return draftOf(configuration);
});

const publish = inCreatedConfiguration((configuration) => {
  configuration.published.push(configuration.draft);
  return versionsOf(configuration).at(-1);
});

const version = inConfiguration((configuration, { ids: [, id = ''] }) => {
  return versionsOf(configuration)[Number(id) - 1] ?? notFound('Version');
});

/** A configuration that a deployment has cannot be deleted. */
const removeConfiguration = inCreatedConfiguration(({ id }, { tenant: { deployments } }) => {
  if (deployments.all().some(({ configuration }) => configuration.id === id))
    return failure(409, 'conflict', 'A deployment has this configuration');
  deployments.configurations.remove(id);
  return new ApiAnswer(204, undefined);
});

/** With `showOnlyPublished` only those that are. */
function configurations({ tenant, query }: ApiCall) {
  const all = tenant.deployments.configurations.all();
  const wanted = query.get('showOnlyPublished') === 'true' ? all.filter(({ published }) => published.length > 0) : all;
  return cursorPage(
    wanted.map((one) => versionsOf(one).at(-1) ?? draftOf(one)),
    query,
    `${root}/configurations`,
  );
}

const versions = inConfiguration((configuration, { query }) =>
  cursorPage(versionsOf(configuration), query, `${root}/configurations/${configuration.id}/versions`),
);

/** The deployment that the body asks for, or why it cannot be. */
function deploymentInput({ tenant, body }: ApiCall): DeploymentInput | ApiAnswer {
  const parsed = deploymentBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { configuration, ...rest } = parsed.data;
  const published = tenant.deployments.configurations.get(configuration.id)?.published.length ?? 0;
  const number = configuration.version ?? String(published);
  if (published === 0) return badRequest('The configuration is not published');
  if (!(Number(number) >= 1 && Number(number) <= published))
    return badRequest(`configuration.version: ${number} is not published`);
  return { ...rest, configuration: { id: configuration.id, version: number } };
}

function deploy(call: ApiCall) {
  const input = deploymentInput(call);
  return input instanceof ApiAnswer ? input : toWire(call.tenant.deployments.create(input));
}

const inDeployment = (then: (deployment: WebDeployment, call: ApiCall) => unknown) => (call: ApiCall) => {
  const deployment = call.tenant.deployments.get(call.ids[0] ?? '');
  return deployment === undefined ? notFound('Deployment') : then(deployment, call);
};

const redeploy = inDeployment(({ id }, call) => {
  const input = deploymentInput(call);
  if (input instanceof ApiAnswer) return input;
  return call.tenant.deployments.replace(id, input) ? toWire({ ...input, id }) : readyMade();
});

const remove = inDeployment(({ id }, { tenant }) =>
  tenant.deployments.remove(id) ? new ApiAnswer(204, undefined) : readyMade(),
);

const readyMade = () => failure(409, 'conflict', 'This deployment is what the profile of the simulation says');

const toWire = (deployment: WebDeployment) => ({
  ...deployment,
  snippet: `<script data-deployment="${deployment.id}"></script>`,
});

/** In the listing a configuration stands with its name. */
function expanded({ deployments }: Tenant, deployment: WebDeployment) {
  const { configuration } = deployment;
  const found = deployments.configurations.get(configuration.id);
  const { name } = found?.published.at(-1) ?? found?.draft ?? { name: '' };
  return { ...toWire(deployment), configuration: { ...configuration, name } };
}

const deployments = ({ tenant, query }: ApiCall) =>
  cursorPage(
    tenant.deployments.all().map((one) => expanded(tenant, one)),
    query,
    `${root}/deployments`,
  );

export const webDeploymentRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: `${root}/configurations`,
    query: [...CURSOR_PAGING, 'showOnlyPublished'],
    answer: configurations,
  },
  { method: 'POST', path: `${root}/configurations`, answer: create },
  { method: 'DELETE', path: `${root}/configurations/{}`, answer: removeConfiguration },
  { method: 'GET', path: `${root}/configurations/{}/versions`, query: CURSOR_PAGING, answer: versions },
  { method: 'GET', path: `${root}/configurations/{}/versions/draft`, answer: inConfiguration(draftOf) },
  { method: 'PUT', path: `${root}/configurations/{}/versions/draft`, answer: redraft },
  { method: 'POST', path: `${root}/configurations/{}/versions/draft/publish`, answer: publish },
  { method: 'GET', path: `${root}/configurations/{}/versions/{}`, answer: version },
  { method: 'GET', path: `${root}/deployments`, query: CURSOR_PAGING, answer: deployments },
  { method: 'POST', path: `${root}/deployments`, answer: deploy },
  { method: 'GET', path: `${root}/deployments/{}`, answer: inDeployment(toWire) },
  { method: 'PUT', path: `${root}/deployments/{}`, answer: redeploy },
  { method: 'DELETE', path: `${root}/deployments/{}`, answer: remove },
];
