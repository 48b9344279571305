import platform from 'purecloud-platform-client-v2';
import { describe, expect, it } from 'vitest';
import { agentId, queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { worksOneOfTwo } from '../agent.ts';
import { TestGuest, tenantWith } from '../client.ts';

/** Genesys's own JavaScript client, unmodified, as preflight, provisioning and a monitor use it. */

const client = platform.ApiClient.instance;
const TODAY = `${new Date(Date.now() - 3_600_000).toISOString()}/${new Date(Date.now() + 3_600_000).toISOString()}`;

async function org(sets: readonly string[] = []): Promise<RunningTenant> {
  const tenant = await tenantWith(sets);
  const { hostname, port } = new URL(tenant.addresses.api);
  client.setGateway({ protocol: 'http', host: hostname, port: Number(port) });
  await client.loginClientCredentialsGrant('simulated', 'simulated');
  return tenant;
}

/** A conversation that was answered, ended and wrapped up, while another waits. */
async function worked(): Promise<RunningTenant> {
  const tenant = await org();
  await worksOneOfTwo(tenant, 'Break');
  return tenant;
}

describe('the official client, to set up an org,', () => {
  it('provisions a queue with its wrap-up code and its members', async () => {
    await org(['agents.count=2']);
    const routing = new platform.RoutingApi();
    const queue = await routing.postRoutingQueues({
      name: 'Load',
      acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 5_000 },
      mediaSettings: { message: { alertingTimeoutSeconds: 20 } },
    });
    expect(queue).toMatchObject({ id: queueId(2), acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT' } });
    const code = await routing.postRoutingWrapupcodes({ name: 'Done' });
    await routing.postRoutingQueueWrapupcodes(queueId(2), [{ id: code.id ?? '' }]);
    await routing.postRoutingQueueMembers(queueId(2), [{ id: agentId(1) }, { id: agentId(2) }]);
    await routing.patchRoutingQueueMembers(queueId(2), [{ id: agentId(2), joined: false }]);
    const members = await routing.getRoutingQueueMembers(queueId(2));
    expect(members.entities?.map(({ joined }) => joined)).toEqual([true, false]);
  });

  it('provisions users, and sets their utilization', async () => {
    await org(['agents.count=1']);
    const users = new platform.UsersApi();
    const made = await users.postUsers({ name: 'New', email: 'new@example.com', divisionId: 'home' });
    expect(made.id).toBe(agentId(2));
    const message = { maximumCapacity: 4, interruptableMediaTypes: [], includeNonAcd: false };
    const set = await users.putRoutingUserUtilization(agentId(2), { utilization: { message } });
    expect(set.utilization).toMatchObject({ message: { maximumCapacity: 4 } });
  });

  it('provisions a flow by job', async () => {
    await org();
    const architect = new platform.ArchitectApi();
    const { id = '', presignedUrl = '' } = await architect.postFlowsJobs();
    await fetch(presignedUrl, { method: 'PUT', body: 'inboundShortMessage:\n  name: Load\n' });
    expect(await architect.getFlowsJob(id)).toMatchObject({ status: 'Success' });
    const flows = await architect.getFlows({ type: ['inboundshortmessage'] });
    expect(flows.entities?.map(({ name }) => name)).toContain('Load');
  });

  it('publishes a new version of a configuration, and moves the deployment to it', async () => {
    const tenant = await org();
    const api = new platform.WebDeploymentsApi();
    const settings = (clear: boolean) => ({
      name: 'Load',
      version: 'DRAFT',
      languages: ['en-us'],
      defaultLanguage: 'en-us',
      messenger: { enabled: true, apps: { conversations: { conversationClear: { enabled: clear } } } },
    });
    const { id = '' } = await api.postWebdeploymentsConfigurations(settings(true));
    await api.postWebdeploymentsConfigurationVersionsDraftPublish(id);
    const deployment = { name: 'Load', configuration: { id, version: '1' }, allowedDomains: ['example.com'] };
    const made = await api.postWebdeploymentsDeployments(deployment);
    await api.putWebdeploymentsConfigurationVersionsDraft(id, settings(false));
    await api.postWebdeploymentsConfigurationVersionsDraftPublish(id);
    await api.putWebdeploymentsDeployment(made.id ?? '', { ...deployment, configuration: { id, version: '2' } });
    expect((await api.getWebdeploymentsConfigurationVersions(id)).total).toBe(2);
    const guest = await TestGuest.session(tenant, { deployment: made.id ?? '' });
    expect((await guest.ask(guest.presence('Clear'))).code).toBe(403);
  });
});

describe('the official client, before a run,', () => {
  it('reads namespaces of limits, their defaults and their documentation', async () => {
    await org(['limits.connections.rate.per.minute=7']);
    const api = new platform.OrganizationApi();
    const [own, defaults] = [
      await api.getOrganizationsLimitsNamespace('web.messaging'),
      await api.getOrganizationsLimitsNamespaceDefaults('web.messaging'),
    ];
    const valueIn = ({ entities }: typeof own) =>
      entities?.find(({ key }) => key === 'connections.rate.per.minute')?.value;
    expect([valueIn(own), valueIn(defaults)]).toEqual([7, 1_000]);
    const documented = (await api.getOrganizationsLimitsDocs()).namespaces?.map(({ name }) => name);
    expect(documented).toEqual(expect.arrayContaining(['web.messaging', 'messaging', 'platform.api']));
  });

  it('reads outbound campaigns and wrap-up mappings', async () => {
    await org(['outbound.messagingCampaigns=[{"name":"News","campaignStatus":"on"}]']);
    const api = new platform.OutboundApi();
    expect((await api.getOutboundMessagingcampaigns()).entities).toMatchObject([
      { name: 'News', campaignStatus: 'on' },
    ]);
    expect((await api.getOutboundCampaignsAll()).entities).toMatchObject([{ mediaType: 'sms' }]);
    expect((await api.getOutboundWrapupcodemappings()).mapping).toEqual({});
  });

  it('sets presences in bulk, and reads them', async () => {
    await org();
    const api = new platform.PresenceApi();
    const { entities } = await api.getPresenceDefinitions0();
    const break_ = entities?.find(({ systemPresence }) => systemPresence === 'Break')?.id ?? '';
    await api.putUsersPresencesBulk([{ id: agentId(1), presenceDefinition: { id: break_ } } as never]);
    const read = await api.getUsersPresencesPurecloudBulk({ id: [agentId(1)] });
    expect(read).toMatchObject([{ presenceDefinition: { systemPresence: 'Break' } }]);
  });
});

describe('the official client, as a monitor,', () => {
  it('watches queues and agents', async () => {
    await worked();
    const api = new platform.AnalyticsApi();
    const filter = { type: 'or', predicates: [{ dimension: 'queueId', value: queueId(1) }] };
    const observed = await api.postAnalyticsQueuesObservationsQuery({ filter, metrics: ['oWaiting', 'oInteracting'] });
    expect(observed.results?.[0]?.data).toEqual([
      { metric: 'oWaiting', stats: { count: 1 } },
      { metric: 'oInteracting', stats: { count: 0 } },
    ]);
    const conversations = await api.postAnalyticsConversationsActivityQuery({
      metrics: [{ metric: 'oWaiting' }],
      groupBy: ['queueId'],
    });
    expect(conversations.results?.[0]).toMatchObject({ group: { queueId: queueId(1) }, data: [{ count: 1 }] });
    const agents = await api.postAnalyticsRoutingActivityQuery({
      metrics: [{ metric: 'oActiveUsers' }],
      groupBy: ['queueId'],
    });
    expect(agents.results?.[0]?.data).toMatchObject([{ metric: 'oActiveUsers', count: 1 }]);
  });

  it('reads details and aggregates of what happened', async () => {
    await worked();
    const api = new platform.AnalyticsApi();
    const details = await api.postAnalyticsConversationsDetailsQuery({
      interval: TODAY,
      segmentFilters: [{ type: 'and', predicates: [{ dimension: 'wrapUpCode', value: wrapUpCodeId(1) }] }],
      paging: { pageSize: 100, pageNumber: 1 },
    });
    expect(details.totalHits).toBe(1);
    const aggregates = await api.postAnalyticsConversationsAggregatesQuery({
      interval: TODAY,
      groupBy: ['queueId'],
      metrics: ['nOffered', 'nConnected'],
    });
    expect(aggregates.results?.[0]?.data?.[0]?.metrics).toMatchObject([
      { metric: 'nOffered', stats: { count: 2 } },
      { metric: 'nConnected', stats: { count: 1 } },
    ]);
  });

  it('sees limits that are nearly reached', async () => {
    await org(['limits.client.credentials.token.rate.per.minute=4']);
    const analytics = new platform.AnalyticsApi();
    for (let n = 0; n < 3; n++) await new platform.RoutingApi().getRoutingQueues();
    const seen = await analytics.postAnalyticsRatelimitsAggregatesQuery({ interval: TODAY, metrics: ['count'] });
    expect(seen.results).toMatchObject([{ group: { limitName: 'client.credentials.token.rate.per.minute' } }]);
    await expect(
      analytics.postAnalyticsRatelimitsAggregatesQuery({ interval: TODAY, metrics: ['count'] }),
    ).rejects.toMatchObject({ status: 429 });
  });

  it('reads API usage, which is a day old', async () => {
    await org();
    const api = new platform.UsageApi();
    const { executionId = '' } = await api.postUsageQuery({ interval: TODAY, granularity: 'Day' });
    expect(await api.getUsageQueryExecutionIdResults(executionId)).toMatchObject({ queryStatus: 'Complete' });
  });
});
