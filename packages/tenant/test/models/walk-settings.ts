import { agentId, deploymentId, divisionId, queueId, roleId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { codeOf, REDIRECT } from '../guest/authorization-code.ts';
import type { WatchedAgent } from './watched-agent.ts';

const V2 = '/api/v2';

/** Exchanges a guest's authorization code, and refreshes what came of it. */
export async function signGuestIn(agent: WatchedAgent, tenant: RunningTenant): Promise<void> {
  const root = '/api/v2/webdeployments/token';
  const oauth = { code: await codeOf(tenant, 'guest-1'), redirectUri: REDIRECT };
  const { body } = await agent.call('POST', `${root}/oauthcodegrantjwtexchange`, {
    deploymentId: deploymentId(1),
    oauth,
  });
  await agent.call('POST', `${root}/refresh`, { refreshToken: body.refreshToken });
}

/** Writes the settings of an org, reads what was written, and takes it away. */
export async function writeSettings(agent: WatchedAgent): Promise<void> {
  await writeQueue(agent);
  await writeUsers(agent);
  await writeAccess(agent);
  await writeUtilization(agent);
  await writeDeployment(agent, await writeFlow(agent));
  await agent.call('PUT', `${V2}/outbound/wrapupcodemappings`, { version: 1, mapping: {}, defaultSet: [] });
}

async function writeQueue(agent: WatchedAgent): Promise<void> {
  const wanted = {
    name: 'walk',
    description: 'of the walk',
    division: { id: divisionId(1) },
    acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 10_000 },
    mediaSettings: {
      message: { alertingTimeoutSeconds: 20, serviceLevel: { percentage: 0.9, durationMs: 40_000 } },
    },
    skillEvaluationMethod: 'BEST',
    autoAnswerOnly: true,
  };
  const { body: queue } = await agent.call('POST', `${V2}/routing/queues`, wanted);
  const path = `${V2}/routing/queues/${queue.id}`;
  await agent.call('PUT', path, { ...wanted, name: 'walk 2' });
  await agent.call('GET', path);

  const { body: code } = await agent.call('POST', `${V2}/routing/wrapupcodes`, { name: 'walk' });
  await agent.call('PUT', `${V2}/routing/wrapupcodes/${code.id}`, { name: 'walk 2' });
  await agent.call('POST', `${path}/wrapupcodes`, [{ id: code.id }]);
  await agent.call('DELETE', `${path}/wrapupcodes/${code.id}`);
  await agent.call('DELETE', `${V2}/routing/wrapupcodes/${code.id}`);

  await agent.call('POST', `${path}/members`, [{ id: agentId(2) }]);
  await agent.call('PATCH', `${path}/members`, [{ id: agentId(2), joined: false }]);
  await agent.call('PATCH', `${path}/members/${agentId(2)}`, { id: agentId(2), joined: true });
  await agent.call('GET', `${path}/members`);
  await agent.call('DELETE', `${path}/members/${agentId(2)}`);
  await agent.call('DELETE', `${path}?forceDelete=true`);
  await agent.call('PATCH', `${V2}/routing/queues/${queueId(1)}/members/${agentId(3)}`, { joined: false });
}

async function writeUsers(agent: WatchedAgent): Promise<void> {
  const email = 'walk@example.com';
  const { body: user } = await agent.call('POST', `${V2}/users`, { name: 'walk', email, divisionId: divisionId(1) });
  await agent.call('POST', `${V2}/users/search`, { query: [{ type: 'EXACT', fields: ['email'], value: email }] });
  await agent.call('PATCH', `${V2}/users/${user.id}`, { version: user.version, title: 'walker' });
  await agent.call('POST', `${V2}/authorization/divisions/${divisionId(1)}/objects/USER`, [user.id]);
  await agent.call('DELETE', `${V2}/users/${user.id}`);
}

/** What users need to get tokens and to work: a role and grants of it, an OAuth client, single sign-on. */
async function writeAccess(agent: WatchedAgent): Promise<void> {
  await agent.call('GET', `${V2}/voicemail/userpolicies/${agentId(2)}`);
  await agent.call('GET', `${V2}/authorization/permissions?queryType=domain&query=conversation`);
  const policy = { domain: 'conversation', entityName: 'webmessaging', actionSet: ['accept'] };
  const role = { name: 'walk', description: 'of the walk', permissionPolicies: [policy] };
  const { body: made } = await agent.call('POST', `${V2}/authorization/roles`, role);
  const path = `${V2}/authorization/roles/${made.id}`;
  await agent.call('PUT', path, role);
  await agent.call('GET', path);
  await agent.call('GET', `${V2}/authorization/roles?name=walk`);

  const subject = `${V2}/authorization/subjects/${agentId(2)}`;
  const grants = [divisionId(1), '*'].map((division) => ({ roleId: made.id, divisionId: division }));
  await agent.call('POST', `${subject}/bulkadd?subjectType=PC_USER`, { grants });
  await agent.call('GET', `${subject}?includeDuplicates=true`);
  await agent.call('DELETE', `${subject}/divisions/${divisionId(1)}/roles/${made.id}`);
  await agent.call('DELETE', path);
  await agent.call('DELETE', `${V2}/authorization/roles/${roleId(1)}`);

  const clients = `${V2}/oauth/clients`;
  const client = { name: 'walk', authorizedGrantType: 'SAML2-BEARER', scope: ['users'], state: 'active' };
  const { body: created } = await agent.call('POST', clients, client);
  await agent.call('GET', clients);
  await agent.call('GET', `${clients}/${created.id}`);
  await agent.call('POST', `${clients}/${created.id}/secret`);
  await agent.call('PUT', `${clients}/${created.id}`, { ...client, state: 'inactive' });
  await agent.call('DELETE', `${clients}/${created.id}`);

  const provider = `${V2}/identityproviders/generic`;
  await agent.call('PUT', provider, { name: 'walk', issuerURI: 'https://idp.example.com', certificates: ['PEM'] });
  await agent.call('GET', provider);
  await agent.call('DELETE', provider);
}

async function writeUtilization(agent: WatchedAgent): Promise<void> {
  const utilization = { message: { maximumCapacity: 2, includeNonAcd: false, interruptableMediaTypes: [] } };
  for (const path of [`${V2}/routing/utilization`, `${V2}/routing/users/${agentId(2)}/utilization`]) {
    await agent.call('PUT', path, { utilization });
    await agent.call('GET', path);
    await agent.call('DELETE', path);
  }
}

/** Makes a flow by a job, and returns its id. */
async function writeFlow(agent: WatchedAgent): Promise<string> {
  const { body: job } = await agent.call('POST', `${V2}/flows/jobs`);
  await fetch(job.presignedUrl, { method: 'PUT', body: 'inboundShortMessage:\n  name: walk\n' });
  const { body: done } = await agent.call('GET', `${V2}/flows/jobs/${job.id}?expand=messages`);
  await agent.call('GET', `${V2}/flows/${done.flow.id}`);
  return done.flow.id;
}

async function writeDeployment(agent: WatchedAgent, flow: string): Promise<void> {
  const configuration = {
    name: 'walk',
    languages: ['en-us'],
    defaultLanguage: 'en-us',
    messenger: { enabled: true, apps: { conversations: { enabled: true, conversationClear: { enabled: true } } } },
  };
  const { body: draft } = await agent.call('POST', `${V2}/webdeployments/configurations`, configuration);
  const path = `${V2}/webdeployments/configurations/${draft.id}`;
  await agent.call('PUT', `${path}/versions/draft`, configuration);
  await agent.call('POST', `${path}/versions/draft/publish`);
  await agent.call('GET', `${path}/versions`);
  await agent.call('GET', `${path}/versions/draft`);
  await agent.call('GET', `${path}/versions/1`);

  const deployment = {
    name: 'walk',
    configuration: { id: draft.id, version: '1' },
    allowAllDomains: true,
    flow: { id: flow },
  };
  const { body: made } = await agent.call('POST', `${V2}/webdeployments/deployments`, deployment);
  const at = `${V2}/webdeployments/deployments/${made.id}`;
  await agent.call('PUT', at, { ...deployment, status: 'Inactive' });
  await agent.call('GET', at);
  for (const gone of [at, path]) await agent.call('DELETE', gone);
  await agent.call('POST', `${V2}/flows/actions/unlock?flow=${flow}`);
  await agent.call('DELETE', `${V2}/flows/${flow}`);
}
