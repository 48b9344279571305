import { describe, expect, it } from 'vitest';
import { agentId, queueId } from '../../src/base/ready-made-ids.ts';
import { api, stillTenant, tenantWith } from '../client.ts';

describe('a limit over all tokens of the org', () => {
  it.each([
    ['queuesPerMinute', 'queues.rate.per.minute', 'routing', 'GET', `/api/v2/routing/queues/${queueId(1)}`],
    [
      'queueMembersPerMinute',
      'queue.members.rate.per.minute',
      'routing',
      'GET',
      `/api/v2/routing/queues/${queueId(1)}/members`,
    ],
    ['agentsPerMinute', 'agents.rate.per.minute', 'routing', 'GET', `/api/v2/users/${agentId(1)}/routingstatus`],
    [
      'conversationsPerMinute',
      'conversations.rate.per.minute',
      'conversation',
      'PATCH',
      '/api/v2/conversations/messages/x/participants/y',
    ],
  ])(
    '%s (%s of %s) counts the calls of every agent, and is named by the 429',
    async (setting, key, namespace, method, path) => {
      const { tenant, clock } = await stillTenant([`organizationLimits.${setting}=2`]);
      const statusOf = async (agent: number) => (await api(tenant, method, path, {}, agent)).status;
      const within = [await statusOf(1), await statusOf(2)];
      expect(within).not.toContain(429);
      const refused = await api(tenant, method, path, {}, 3);
      expect(refused).toMatchObject({ status: 429, body: { limit: { key, namespace, value: 2 } } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await api(tenant, 'GET', '/api/v2/users/me', undefined, 3)).status).toBe(200);
      clock.advance(60_000);
      expect(await statusOf(3)).not.toBe(429);
    },
  );

  it('of the flows query counts entities, so that larger pages are fewer', async () => {
    const { tenant } = await stillTenant(['organizationLimits.flowEntitiesPerMinute=1000']);
    const flows = (size: number) => api(tenant, 'GET', `/api/v2/flows?pageSize=${size}`);
    expect([(await flows(500)).status, (await flows(500)).status]).toEqual([200, 200]);
    expect(await flows(100)).toMatchObject({
      status: 429,
      body: { limit: { key: 'flows.query.entities.per.minute', namespace: 'architect', value: 10 } },
    });
  });

  it('is not there where the profile has none, or has its limits off', async () => {
    const open = await tenantWith(['organizationLimits.queuesPerMinute=1', 'limits.enabled=false']);
    for (const tenant of [open, await tenantWith()])
      for (let n = 0; n < 3; n++) expect((await api(tenant, 'GET', '/api/v2/routing/queues')).status).toBe(200);
  });

  it('is in the telemetry of rate limits, with its namespace', async () => {
    const { tenant, clock } = await stillTenant(['organizationLimits.queuesPerMinute=1']);
    await api(tenant, 'GET', '/api/v2/routing/queues');
    const interval = `${new Date(clock.now() - 90_000).toISOString()}/${new Date(clock.now() + 1).toISOString()}`;
    const asked = { interval, metrics: ['count'] };
    const { body } = await api(tenant, 'POST', '/api/v2/analytics/ratelimits/aggregates/query', asked);
    expect(body.results).toMatchObject([{ group: { namespace: 'routing', limitName: 'queues.rate.per.minute' } }]);
  });
});
