import { describe, expect, it } from 'vitest';
import { agentId, divisionId, organizationId } from '../../src/base/ready-made-ids.ts';
import { TestAgent } from '../agent.ts';
import { api, tenantWith } from '../client.ts';
import { httpCall } from '../http-call.ts';

describe('the organization', () => {
  it('has an id, a short name and a country for whoever asks first', async () => {
    const { body } = await api(await tenantWith(), 'GET', '/api/v2/organizations/me');
    expect(body).toMatchObject({ id: organizationId(1), thirdPartyOrgName: 'simulated', defaultCountryCode: 'US' });
  });

  it('has one division, which is its home', async () => {
    const tenant = await tenantWith();
    const root = '/api/v2/authorization/divisions';
    const { body: home } = await api(tenant, 'GET', `${root}/home`);
    expect(home).toMatchObject({ id: divisionId(1), homeDivision: true });
    expect((await api(tenant, 'GET', `${root}/${home.id}`)).body).toEqual(home);
    expect((await api(tenant, 'GET', `${root}/nothing`)).status).toBe(404);
    const named = async (name: string) => (await api(tenant, 'GET', `${root}?name=${name}`)).body.total;
    expect([await named('home'), await named('away')]).toEqual([1, 0]);
  });

  it('says how many products it has', async () => {
    const { body } = await api(await tenantWith(), 'GET', '/api/v2/authorization/products');
    expect(body).toMatchObject({ total: 1, entities: [{ id: expect.any(String) }] });
  });

  it('refuses a query parameter that is not honoured, and takes one without a value', async () => {
    const tenant = await tenantWith();
    const refused = await api(tenant, 'GET', '/api/v2/organizations/me?expand=features');
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('expand') } });
    expect((await api(tenant, 'GET', '/api/v2/organizations/me?expand=')).status).toBe(200);
  });
});

describe('the token of a call', () => {
  it('says whose org it is for, and what kind of client has it', async () => {
    const { body } = await api(await tenantWith(), 'GET', '/api/v2/tokens/me?preserveIdleTTL=true');
    expect(body).toMatchObject({ organization: { id: organizationId(1) }, OAuthClient: { state: 'active' } });
  });

  it('is good until it is ended, and that of another agent after that too', async () => {
    const tenant = await tenantWith();
    const statusOf = async (method: string, agent?: number) =>
      (await api(tenant, method, '/api/v2/tokens/me', undefined, agent)).status;
    expect(await statusOf('HEAD')).toBe(200);
    expect(await statusOf('DELETE')).toBe(200);
    expect(await statusOf('HEAD')).toBe(401);
    expect(await statusOf('HEAD', 2)).toBe(200);
  });

  it('that was granted is ended like a ready-made one', async () => {
    const tenant = await tenantWith();
    const granted = await fetch(`${tenant.addresses.api}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('simulated:simulated').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token } = (await granted.json()) as { access_token: string };
    const me = async (method: string) => {
      const headers = { Authorization: `Bearer ${access_token}` };
      return (await httpCall(method, `${tenant.addresses.api}/api/v2/tokens/me`, headers)).status;
    };
    expect([await me('HEAD'), await me('DELETE'), await me('HEAD')]).toEqual([200, 200, 401]);
  });
});

describe('the available topics', () => {
  const path = '/api/v2/notifications/availabletopics';

  it('are those that can be subscribed to', async () => {
    const tenant = await tenantWith();
    const { body } = await api(tenant, 'GET', path);
    const ids = body.entities.map(({ id }: { id: string }) => id);
    expect(ids).toContain('v2.users.{id}.conversations');
    const agent = new TestAgent(tenant);
    const { body: channel } = await agent.call('POST', '/api/v2/notifications/channels');
    const ofUser = ids.filter((id: string) => id.startsWith('v2.users.'));
    const topics = ofUser.map((id: string) => ({ id: id.replace('{id}', agent.id) }));
    const subscribed = await agent.call('PUT', `/api/v2/notifications/channels/${channel.id}/subscriptions`, topics);
    expect(subscribed.status).toBe(200);
  });

  it('say what expand asks for, and refuse what they do not know', async () => {
    const tenant = await tenantWith();
    const { body } = await api(tenant, 'GET', `${path}?expand=transports,topicParameters`);
    expect(body.entities[0]).toMatchObject({ transports: ['Websocket'], topicParameters: ['id'] });
    expect((await api(tenant, 'GET', `${path}?expand=schema`)).status).toBe(400);
  });
});

describe('a presence source', () => {
  it.each(['purecloud', 'PURECLOUD', 'PureCloud'])('is Genesys itself, spelled %s', async (source) => {
    const agent = new TestAgent(await tenantWith());
    const path = `/api/v2/users/${agent.id}/presences/${source}`;
    const { body: definitions } = await agent.call('GET', '/api/v2/presence/definitions');
    const { id } = definitions.entities[1];
    expect((await agent.call('PATCH', path, { presenceDefinition: { id } })).status).toBe(200);
    expect((await agent.call('GET', path)).body).toMatchObject({ source: 'PURECLOUD', presenceDefinition: { id } });
    const bulk = await agent.call('GET', `/api/v2/users/presences/${source}/bulk?id=${agentId(1)}`);
    expect(bulk.body).toHaveLength(1);
  });

  it('that is another is not there', async () => {
    const agent = new TestAgent(await tenantWith());
    expect((await agent.call('GET', `/api/v2/users/${agent.id}/presences/teams`)).status).toBe(404);
  });

  it('has definitions that are known by id', async () => {
    const agent = new TestAgent(await tenantWith());
    const { body } = await agent.call('GET', '/api/v2/presence/definitions');
    const [first] = body.entities;
    expect((await agent.call('GET', `/api/v2/presence/definitions/${first.id}`)).body).toEqual(first);
    expect((await agent.call('GET', '/api/v2/presencedefinitions/nothing')).status).toBe(404);
  });
});
