import { describe, expect, it } from 'vitest';
import { flowId, queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { TestAgent } from '../agent.ts';
import { api, TestGuest, tenantWith } from '../client.ts';

const CAMPAIGNS = [
  'outbound.campaigns=[{"name":"Calls"},{"name":"More calls"}]',
  'outbound.campaignRules=[{"name":"Switch","actionType":"turnOnCampaign"}]',
];

/** The names that a listing gives, in its order. */
const namesIn = async (tenant: RunningTenant, path: string) =>
  (await api(tenant, 'GET', `/api/v2/${path}`)).body.entities.map(({ name }: { name: string }) => name);

/** Creates a configuration with a number of published versions; returns its id. */
async function configurationWith(tenant: RunningTenant, versions: number): Promise<string> {
  const body = { name: 'New', languages: ['en-us'], defaultLanguage: 'en-us', messenger: { enabled: true } };
  const { body: draft } = await api(tenant, 'POST', '/api/v2/webdeployments/configurations', body);
  const publish = `/api/v2/webdeployments/configurations/${draft.id}/versions/draft/publish`;
  for (let n = 0; n < versions; n++) await api(tenant, 'POST', publish);
  return draft.id;
}

describe('a listing', () => {
  it("of a user's queues honours whether they are joined, and their division", async () => {
    const tenant = await tenantWith(['queues.count=2']);
    const { id } = new TestAgent(tenant);
    await api(tenant, 'PATCH', `/api/v2/routing/queues/${queueId(2)}/members`, [{ id, joined: false }]);
    const queues = (query: string) => namesIn(tenant, `users/${id}/queues?${query}`);
    expect(await queues('')).toEqual(['Messages', 'Messages 2']);
    expect(await queues('joined=true')).toEqual(['Messages']);
    expect(await queues('divisionId=another')).toEqual([]);
  });

  it("of a queue's wrap-up codes honours their name", async () => {
    const tenant = await tenantWith();
    const codes = async (query: string) =>
      (await api(tenant, 'GET', `/api/v2/routing/queues/${queueId(1)}/wrapupcodes?${query}`)).body.entities;
    const [first] = await codes('');
    expect(first.id).toBe(wrapUpCodeId(1));
    expect(await codes(`name=${encodeURIComponent(first.name)}`)).toEqual([first]);
    expect(await codes('name=another')).toEqual([]);
  });

  it('of flows or campaigns honours names and order', async () => {
    const tenant = await tenantWith(CAMPAIGNS);
    expect(await namesIn(tenant, 'flows?name=the profile')).toEqual(['The profile']);
    expect(await namesIn(tenant, 'flows?name=another')).toEqual([]);
    expect(await namesIn(tenant, 'outbound/campaigns?name=calls')).toEqual(['Calls']);
    expect(await namesIn(tenant, 'outbound/campaigns/all?sortOrder=descending')).toEqual(['More calls', 'Calls']);
    expect(await namesIn(tenant, 'outbound/campaignrules?name=another')).toEqual([]);
  });

  it('of presence definitions has pages', async () => {
    const path = '/api/v2/presencedefinitions?pageSize=4&pageNumber=3&deleted=false';
    expect((await api(await tenantWith(), 'GET', path)).body).toMatchObject({
      total: 10,
      pageCount: 3,
      entities: [{ systemPresence: 'Meeting' }, { systemPresence: 'Break' }],
    });
  });

  it("of an agent's conversations honours their medium, where it is that of messages", async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    await agent.accept();
    const own = await agent.call('GET', '/api/v2/conversations?communicationType=Message');
    expect(own.body.entities).toHaveLength(1);
    expect((await agent.call('GET', '/api/v2/conversations?communicationType=call')).status).toBe(400);
  });

  it('of configurations honours whether they are published', async () => {
    const tenant = await tenantWith();
    await configurationWith(tenant, 0);
    const found = async (query: string) =>
      (await api(tenant, 'GET', `/api/v2/webdeployments/configurations?${query}`)).body.entities.length;
    expect(await found('')).toBe((await found('showOnlyPublished=true')) + 1);
  });

  it('with a cursor leads from page to page, there and back', async () => {
    const tenant = await tenantWith();
    const id = await configurationWith(tenant, 5);
    const page = async (uri: string) => (await api(tenant, 'GET', uri)).body;
    const versions = ({ entities }: { entities: { version: string }[] }) => entities.map(({ version }) => version);
    const first = await page(`/api/v2/webdeployments/configurations/${id}/versions?pageSize=2`);
    expect(first).toMatchObject({ total: 5, nextUri: expect.stringMatching(/^\/api\/v2\/.*after=/) });
    const second = await page(first.nextUri);
    const third = await page(second.nextUri);
    expect([first, second, third].map(versions)).toEqual([['1', '2'], ['3', '4'], ['5']]);
    expect([first.previousUri, third.nextUri]).toEqual([undefined, undefined]);
    expect(await page(third.previousUri)).toEqual(second);
  });
});

describe('a page', () => {
  it('of campaigns, queue members or queues in the division view has at most 100 entities', async () => {
    const tenant = await tenantWith();
    const paths = ['outbound/campaigns', `routing/queues/${queueId(1)}/members`, 'routing/queues/divisionviews'];
    for (const path of paths)
      expect((await api(tenant, 'GET', `/api/v2/${path}?pageSize=300`)).body.pageSize).toBe(100);
    expect((await api(tenant, 'GET', '/api/v2/flows?pageSize=300')).body.pageSize).toBe(300);
  });
});

describe('one that is read', () => {
  it('may be a flow that is asked for as one that is not deleted, and not otherwise', async () => {
    const tenant = await tenantWith();
    const statusWith = async (deleted: string) =>
      (await api(tenant, 'GET', `/api/v2/flows/${flowId(1)}?deleted=${deleted}`)).status;
    expect([await statusWith('false'), await statusWith('true')]).toEqual([200, 400]);
  });

  it('may be the own user with its presence', async () => {
    const agent = await TestAgent.onQueue(await tenantWith());
    const { body } = await agent.call('GET', '/api/v2/users/me?expand=presence');
    expect(body.presence.presenceDefinition.systemPresence).toBe('OnQueue');
    expect((await agent.call('GET', '/api/v2/users/me?expand=everything')).status).toBe(400);
  });
});
