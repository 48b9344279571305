import { describe, expect, it } from 'vitest';
import { agentId, queueId } from '../../src/base/ready-made-ids.ts';
import { TestAgent } from '../agent.ts';
import { api, stillTenant, TestGuest } from '../client.ts';

/** Agent 1 came on queue, took a conversation a minute later, and a minute more has passed. */
async function worked() {
  const { tenant, clock } = await stillTenant();
  const startMs = clock.now();
  const agent = await TestAgent.onQueue(tenant);
  clock.advance(60_000);
  await (await TestGuest.session(tenant)).say('Hello');
  await agent.accept();
  clock.advance(60_000);
  const interval = `${new Date(startMs).toISOString()}/${new Date(startMs + 120_000).toISOString()}`;
  const ask = async (what: string, body: object) =>
    (await api(tenant, 'POST', `/api/v2/analytics/users/${what}/query`, body)).body;
  return { tenant, interval, ask };
}
const user = { type: 'or', predicates: [{ dimension: 'userId', value: agentId(1) }] };

describe('analytics of users', () => {
  it('say when a user was in which presence and routing status', async () => {
    const { interval, ask } = await worked();
    const { userDetails, totalHits } = await ask('details', { interval, userFilters: [user] });
    expect(totalHits).toBe(1);
    expect(userDetails[0]).toMatchObject({
      userId: agentId(1),
      primaryPresence: [{ systemPresence: 'ON_QUEUE' }],
      routingStatus: [{ routingStatus: 'IDLE' }, { routingStatus: 'INTERACTING' }],
    });
    const status = { type: 'or', predicates: [{ dimension: 'routingStatus', value: 'IDLE' }] };
    const idle = await ask('details', { interval, routingStatusFilters: [status] });
    expect(idle.userDetails[0].routingStatus).toHaveLength(1);
  });

  it('add up the time in each status, by the granularity', async () => {
    const { interval, ask } = await worked();
    const asked = { interval, metrics: ['tAgentRoutingStatus'], groupBy: ['userId'], filter: user };
    const sums = (await ask('aggregates', asked)).results[0].data;
    expect(sums).toMatchObject([
      {
        interval,
        metrics: [
          { qualifier: 'IDLE', stats: { sum: 60_000 } },
          { qualifier: 'INTERACTING', stats: { sum: 60_000 } },
        ],
      },
    ]);
    const { results } = await ask('aggregates', { ...asked, granularity: 'PT1M' });
    expect(results[0].data.map((one: { metrics: { qualifier: string }[] }) => one.metrics.length)).toEqual([1, 1]);
  });

  it('observe what users do now', async () => {
    const { ask } = await worked();
    const ofQueue = { type: 'or', predicates: [{ dimension: 'queueId', value: queueId(1) }] };
    const metrics = ['oUserRoutingStatus', 'oUserPresence', 'oActiveQueues', 'oMemberQueues'];
    const { results } = await ask('observations', { filter: ofQueue, metrics });
    expect(results[0]).toMatchObject({
      group: { userId: agentId(1) },
      data: [{ qualifier: 'INTERACTING' }, { qualifier: 'ON_QUEUE' }, { stats: { count: 1 } }, { stats: { count: 1 } }],
    });
  });

  it.each([
    ['details', { userFilters: [{ type: 'or', predicates: [{ dimension: 'teamId', value: 'x' }] }] }],
    ['details', { presenceAggregations: [] }],
    ['aggregates', { metrics: ['tAgentRoutingStatus'], granularity: 'now' }],
    ['aggregates', { metrics: ['tOrganizationPresence'] }],
    ['aggregates', { metrics: ['tSystemPresence'], granularity: 'PT1M', interval: '2026-01-01/2026-02-01' }],
    ['observations', { filter: user, metrics: ['oNothing'] }],
  ])('refuse of %s what they do not honour: %j', async (what, body) => {
    const { tenant } = await stillTenant();
    const asked = { ...(what === 'observations' ? {} : { interval: '2026-01-01/2026-01-02' }), ...body };
    expect((await api(tenant, 'POST', `/api/v2/analytics/users/${what}/query`, asked)).status).toBe(400);
  });

  it('give conversations by their ids', async () => {
    const { tenant } = await worked();
    const [id] = [...tenant.org.conversations.values()].map((one) => one.id);
    const path = '/api/v2/analytics/conversations/details';
    const { body } = await api(tenant, 'GET', `${path}?id=${id}&id=nothing`);
    expect(body.conversations).toMatchObject([{ conversationId: id }]);
    expect((await api(tenant, 'GET', path)).status).toBe(400);
  });
});
