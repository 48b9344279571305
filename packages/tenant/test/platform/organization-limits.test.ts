import { describe, expect, it } from 'vitest';
import { agentId, deploymentId } from '../../src/base/ready-made-ids.ts';
import { TestAgent } from '../agent.ts';
import { api, TestGuest, tenantWith, upgrade } from '../client.ts';

const ROOT = '/api/v2/organizations/limits';
const PRESSURE = '/api/v2/analytics/ratelimits/aggregates/query';
const TODAY = `${new Date(Date.now() - 3_600_000).toISOString()}/${new Date(Date.now() + 3_600_000).toISOString()}`;

describe('the limits of the org', () => {
  it('have namespaces', async () => {
    const { body } = await api(await tenantWith(), 'GET', `${ROOT}/namespaces?pageSize=100`);
    expect(body.entities).toEqual(
      expect.arrayContaining(['web.messaging', 'platform.api', 'notifications', 'routing']),
    );
  });

  it('are those in effect, and their defaults beside them', async () => {
    const tenant = await tenantWith(['limits.connections.rate.per.minute=50']);
    const valueIn = async (path: string) => {
      const { body } = await api(tenant, 'GET', `${ROOT}/namespaces/web.messaging${path}`);
      return body.entities.find(({ key }: { key: string }) => key === 'connections.rate.per.minute');
    };
    expect(await valueIn('')).toMatchObject({ namespace: 'web.messaging', value: 50 });
    expect(await valueIn('/defaults')).toMatchObject({ value: 1_000 });
  });

  it('need no permission of an agent, and an unknown namespace is 404', async () => {
    const answer = await api(await tenantWith(), 'GET', `${ROOT}/namespaces/nothing`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not.found' } });
  });

  it('are documented with their defaults', async () => {
    const { body } = await api(await tenantWith(), 'GET', `${ROOT}/docs`);
    expect(body.url).toContain('developer.genesys.cloud');
    const messaging = body.namespaces.find(({ name }: { name: string }) => name === 'web.messaging');
    expect(messaging.limits).toContainEqual(
      expect.objectContaining({ key: 'connections.rate.per.minute', defaultValue: 1_000, trackable: true }),
    );
  });

  it('have no change requests', async () => {
    const tenant = await tenantWith();
    expect((await api(tenant, 'GET', `${ROOT}/changerequests`)).body.entities).toEqual([]);
    expect((await api(tenant, 'GET', `${ROOT}/changerequests/x`)).status).toBe(404);
  });
});

describe('rate-limit telemetry', () => {
  const asked = { interval: TODAY, metrics: ['count'] };

  it('has nothing while limits are used to less than nine tenths', async () => {
    const tenant = await tenantWith();
    await upgrade(tenant);
    expect((await api(tenant, 'POST', PRESSURE, asked)).body.results).toEqual([]);
  });

  it('names the limit, its maximum and whom it counts for from nine tenths on', async () => {
    const tenant = await tenantWith(['limits.connections.rate.per.minute=10']);
    for (let n = 0; n < 9; n++) await upgrade(tenant);
    const { body } = await api(tenant, 'POST', PRESSURE, asked);
    expect(body.results).toMatchObject([
      {
        group: {
          namespace: 'web.messaging',
          limitName: 'connections.rate.per.minute',
          max: '10',
          timeUnit: 'MINUTES',
          entityId: deploymentId(1),
        },
        data: [{ metrics: [{ metric: 'count', stats: { count: 9 } }] }],
      },
    ]);
  });

  it('honours a filter', async () => {
    const tenant = await tenantWith(['limits.token.rate.per.minute=3']);
    const filter = (namespace: string) => ({ type: 'or', predicates: [{ dimension: 'namespace', value: namespace }] });
    await api(tenant, 'GET', '/api/v2/users/me');
    await api(tenant, 'GET', '/api/v2/users/me');
    const other = { ...asked, filter: filter('web.messaging') };
    expect((await api(tenant, 'POST', PRESSURE, other)).body.results).toEqual([]);
    const own = await api(tenant, 'POST', PRESSURE, { ...asked, filter: filter('platform.api') }, 2);
    expect(own.body.results).toMatchObject([{ group: { userId: agentId(1) } }]);
  });

  it('holds no session token', async () => {
    const tenant = await tenantWith(['limits.messages.per.session.rate.per.second=1']);
    const guest = await TestGuest.session(tenant);
    await guest.say('Hello');
    const { body } = await api(tenant, 'POST', PRESSURE, asked);
    expect(body.results).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain(guest.token);
  });
});

describe('the Platform API limits', () => {
  it('allow a user org.app.user.rate.per.minute calls with all its tokens', async () => {
    const tenant = await tenantWith(['limits.org.app.user.rate.per.minute=1']);
    await api(tenant, 'GET', '/api/v2/users/me');
    expect(await api(tenant, 'GET', '/api/v2/users/me')).toMatchObject({
      status: 429,
      body: { limit: { key: 'org.app.user.rate.per.minute', namespace: 'platform.api', value: 1 } },
    });
  });

  it('allow a client-credentials token a rate of its own', async () => {
    const tenant = await tenantWith(['limits.client.credentials.token.rate.per.minute=1']);
    const granted = await fetch(`${tenant.addresses.api}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('simulated:simulated').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token } = (await granted.json()) as { access_token: string };
    const ask = async () =>
      (
        await fetch(`${tenant.addresses.api}/api/v2/routing/queues`, {
          headers: { authorization: `bearer ${access_token}` },
        })
      ).status;
    expect([await ask(), await ask()]).toEqual([200, 429]);
  });

  it("allow an agent's message 4,000 characters", async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    const place = await agent.accept();
    expect((await agent.say(place, 'x'.repeat(4_000))).status).toBe(200);
    expect((await agent.say(place, 'x'.repeat(4_001))).status).toBe(400);
  });

  it("allow an agent's typing 12 times a minute in a conversation", async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    const { conversationId, communicationId } = await agent.accept();
    const path = `/api/v2/conversations/messages/${conversationId}/communications/${communicationId}/typing`;
    const statuses = new Set<number>();
    for (let n = 0; n < 12; n++) statuses.add((await agent.call('POST', path, { typing: { type: 'On' } })).status);
    expect([...statuses]).toEqual([204]);
    expect((await agent.call('POST', path, { typing: { type: 'On' } })).status).toBe(429);
  });
});

describe('API usage', () => {
  it('is answered, and knows nothing of today', async () => {
    const tenant = await tenantWith();
    const { status, body } = await api(tenant, 'POST', '/api/v2/usage/query', {
      interval: TODAY,
      granularity: 'Day',
      groupBy: ['TemplateUri', 'HttpMethod'],
    });
    expect(status).toBe(202);
    expect((await api(tenant, 'GET', body.resultsUri)).body).toEqual({ queryStatus: 'Complete', results: [] });
  });

  it('is 404 for an execution that was not started', async () => {
    expect((await api(await tenantWith(), 'GET', '/api/v2/usage/query/x/results')).status).toBe(404);
  });
});
