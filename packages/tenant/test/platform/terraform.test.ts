import { beforeAll, describe, expect, it } from 'vitest';
import { agentId } from '../../src/base/ready-made-ids.ts';
import { FIRST_PAGE, terraformClient } from './terraform-client.ts';

/**
 * The calls that the provider mypurecloud/genesyscloud makes for what `headroom provision` writes, with the bodies it
 * sent in a trial (docs/facts/genesys.md section 13, docs/provision.md).
 */

const V2 = '/api/v2';

let call: Awaited<ReturnType<typeof terraformClient>>['call'];
beforeAll(async () => {
  const client = await terraformClient();
  call = client.call;
  return client.close;
});

const QUEUE = {
  name: 'headroom smoke 1',
  description: 'A load test of headroom',
  mediaSettings: {
    message: {
      enableAutoAnswer: false,
      alertingTimeoutSeconds: 30,
      serviceLevel: { percentage: 0.8, durationMs: 20_000 },
      enableInactivityTimeout: false,
    },
  },
  routingRules: null,
  scoringMethod: 'TimestampAndPriority',
  acwSettings: { wrapupPrompt: 'MANDATORY' },
  skillEvaluationMethod: 'ALL',
  memberGroups: null,
  autoAnswerOnly: true,
  enableTranscription: false,
  enableAudioMonitoring: false,
  enableManualAssignment: false,
  callingPartyName: '',
  callingPartyNumber: '',
  outboundMessagingAddresses: {},
  suppressInQueueCallRecording: true,
};
/** Null is sent for an empty list, and does not come back. */
const { routingRules: _, memberGroups: __, ...QUEUE_READ } = QUEUE;

const CONFIGURATION = {
  name: 'headroom smoke',
  languages: ['en-us'],
  defaultLanguage: 'en-us',
  messenger: {
    enabled: true,
    apps: {
      conversations: {
        enabled: true,
        showAgentTypingIndicator: false,
        showUserTypingIndicator: true,
        autoStart: { enabled: false },
        markdown: { enabled: false },
        conversationDisconnect: { enabled: true, type: 'Send' },
        conversationClear: { enabled: true },
      },
    },
  },
};

async function madeFlow(): Promise<string> {
  const { body: job } = await call('POST', `${V2}/flows/jobs`);
  const put = await fetch(job.presignedUrl, { method: 'PUT', body: 'inboundShortMessage:\n  name: headroom 1\n' });
  expect(put.status).toBe(200);
  const { body: done } = await call('GET', `${V2}/flows/jobs/${job.id}?expand=messages`);
  expect(done.status).toBe('Success');
  return done.flow.id;
}

describe("Terraform's provider", () => {
  it('begins with the organization, its products, its division and its users', async () => {
    expect((await call('GET', `${V2}/organizations/me`)).body.defaultCountryCode).toBe('US');
    const { body: products } = await call('GET', `${V2}/authorization/products`);
    expect(products).toMatchObject({ total: products.entities.length });
    expect((await call('GET', `${V2}/authorization/divisions/home`)).body).toMatchObject({ name: 'Home' });
    const { body: users } = await call('GET', `${V2}/users?${FIRST_PAGE}`);
    expect(users).toMatchObject({
      pageCount: 1,
      entities: [{ name: 'Agent 1', email: 'agent-1@example.com' }, {}, {}],
    });
    const query = [{ type: 'EXACT', fields: ['email'], value: 'agent-3@example.com' }];
    const { body: found } = await call('POST', `${V2}/users/search`, { sortBy: 'email', sortOrder: 'ASC', query });
    expect(found.results[0].id).toBe(agentId(3));
  });

  it('makes, changes and destroys a wrap-up code', async () => {
    const codes = `${V2}/routing/wrapupcodes`;
    const { body: made } = await call('POST', codes, { name: 'headroom smoke', description: '' });
    expect((await call('GET', `${codes}/${made.id}`)).body).toEqual(made);
    await call('PUT', `${codes}/${made.id}`, { name: 'headroom other', description: 'of a test' });
    const changed = { name: 'headroom other', description: 'of a test' };
    expect((await call('GET', `${codes}/${made.id}`)).body).toMatchObject(changed);
    expect((await call('DELETE', `${codes}/${made.id}`)).status).toBe(204);
    expect((await call('GET', `${codes}/${made.id}`)).status).toBe(404);
  });

  it('makes, changes and destroys a queue with its members and codes', async () => {
    const { body: code } = await call('POST', `${V2}/routing/wrapupcodes`, { name: 'of a queue' });
    const made = await call('POST', `${V2}/routing/queues`, QUEUE);
    expect(made.status).toBe(200);
    const path = `${V2}/routing/queues/${made.body.id}`;
    const read = async () => (await call('GET', path)).body;
    expect(await read()).toMatchObject({ ...QUEUE_READ, memberCount: 0 });

    const members = async (by: string, page = 1) =>
      (await call('GET', `${path}/members?pageSize=100&pageNumber=${page}&memberBy=${by}`)).body.entities;
    expect(await members('group')).toEqual([]);
    await call('POST', `${path}/members?delete=false`, [{ id: agentId(1) }, { id: agentId(2) }]);
    await call('PATCH', `${path}/members/${agentId(2)}`, { id: agentId(2), ringNumber: 3 });
    expect(await members('user')).toMatchObject([
      { id: agentId(1), ringNumber: 1 },
      { id: agentId(2), ringNumber: 3, joined: true },
    ]);
    expect(await members('user', 2)).toEqual([]);
    expect(await members('group')).toEqual([]);
    expect(await read()).toMatchObject({ memberCount: 2 });

    await call('POST', `${path}/wrapupcodes`, [{ id: code.id }]);
    const codes = async () => (await call('GET', `${path}/wrapupcodes?${FIRST_PAGE}`)).body;
    expect(await codes()).toMatchObject({ pageCount: 1, entities: [{ id: code.id }] });
    expect((await call('DELETE', `${path}/wrapupcodes/${code.id}`)).status).toBe(204);
    expect((await codes()).entities).toEqual([]);

    const other = { ...QUEUE, description: 'changed', acwSettings: { wrapupPrompt: 'OPTIONAL', timeoutMs: 0 } };
    expect((await call('PUT', path, other)).status).toBe(200);
    expect(await read()).toMatchObject({ description: 'changed', acwSettings: { wrapupPrompt: 'OPTIONAL' } });
    expect((await call('DELETE', `${path}?forceDelete=true`)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('makes and destroys a flow, a configuration and a deployment of both', async () => {
    const flow = await madeFlow();
    expect((await call('GET', `${V2}/flows/${flow}?deleted=false`)).body).toMatchObject({ name: 'headroom 1' });

    const configurations = `${V2}/webdeployments/configurations`;
    const { body: draft } = await call('POST', configurations, CONFIGURATION);
    const path = `${configurations}/${draft.id}`;
    expect((await call('GET', `${path}/versions/draft`)).body).toMatchObject({ ...CONFIGURATION, status: 'Active' });
    const published = await call('POST', `${path}/versions/draft/publish`);
    expect(published.body).toMatchObject({ version: '1', status: 'Active' });
    expect((await call('GET', `${path}/versions/1`)).body).toMatchObject(CONFIGURATION);
    const listed = (await call('GET', `${path}/versions`)).body.entities;
    expect(listed.map(({ version }: { version: string }) => version)).toContain('1');

    const deployment = {
      name: 'headroom smoke 1',
      allowAllDomains: false,
      allowedDomains: ['example.com'],
      flow: { id: flow },
      configuration: { id: draft.id, version: '1' },
    };
    const { body: deployed } = await call('POST', `${V2}/webdeployments/deployments`, deployment);
    const at = `${V2}/webdeployments/deployments/${deployed.id}`;
    expect((await call('GET', at)).body).toMatchObject({ ...deployment, status: 'Active' });
    expect((await call('DELETE', `${V2}/flows/${flow}`)).status).toBe(409);
    expect((await call('DELETE', path)).status).toBe(409);

    await call('PUT', `${path}/versions/draft`, { ...CONFIGURATION, languages: ['en-us', 'de'] });
    await call('POST', `${path}/versions/draft/publish`);
    const moved = { ...deployment, configuration: { id: draft.id, version: '2' } };
    expect((await call('PUT', at, moved)).body).toMatchObject({ configuration: { version: '2' } });

    for (const gone of [at, path, `${V2}/flows/${flow}`]) expect((await call('DELETE', gone)).status).toBe(204);
    for (const gone of [at, `${path}/versions/draft`, `${V2}/flows/${flow}?deleted=false`])
      expect((await call('GET', gone)).status).toBe(404);
    expect((await call('POST', `${V2}/flows/actions/unlock?flow=${flow}`)).status).toBe(404);
  });

  it("sets the org's utilization, and puts it back", async () => {
    const path = `${V2}/routing/utilization`;
    const message = { maximumCapacity: 5, interruptableMediaTypes: [], includeNonAcd: false };
    await call('PUT', path, { utilization: { message }, labelUtilizations: {} });
    expect((await call('GET', path)).body.utilization).toEqual({ message });
    await call('DELETE', path);
    expect((await call('GET', path)).body.utilization.message.maximumCapacity).toBe(1);
  });
});
