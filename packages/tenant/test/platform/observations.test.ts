import { describe, expect, it } from 'vitest';
import { queueId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { TestAgent } from '../agent.ts';
import { api, observed, stillTenant, TestGuest, tenantWith } from '../client.ts';

const QUEUES = '/api/v2/analytics/queues/observations/query';
const CONVERSATIONS = '/api/v2/analytics/conversations/activity/query';
const ROUTING = '/api/v2/analytics/routing/activity/query';

const inQueue = (id: string) => ({ type: 'or', predicates: [{ type: 'dimension', dimension: 'queueId', value: id }] });
const named = (...metrics: string[]) => metrics.map((metric) => ({ metric }));

/** Two queues by deployment; one conversation waits in the first, two in the second. */
async function twoQueues(): Promise<RunningTenant> {
  const tenant = await tenantWith(['queues.count=2', 'queues.by=deployment']);
  for (const n of [1, 2, 2]) {
    const deployment = `d0000000-0000-4000-8000-00000000000${n}`;
    await (await TestGuest.session(tenant, { deployment })).say('Hello');
  }
  return tenant;
}

describe('queue observations', () => {
  it('count what waits, alerts and interacts in a queue [3-observations]', async () => {
    const tenant = await tenantWith(['agents.capacity=2']);
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 3; n++) await (await TestGuest.session(tenant)).say('Hello');
    await agent.accept();
    expect(await observed(tenant, 'oWaiting', 'oAlerting', 'oInteracting')).toEqual({
      oWaiting: 1,
      oAlerting: 1,
      oInteracting: 1,
    });
  });

  it('count the members by what they do', async () => {
    const tenant = await tenantWith(['agents.count=3']);
    await TestAgent.onQueue(tenant, 1);
    await new TestAgent(tenant, 2).presence('Available');
    const metrics = ['oMemberUsers', 'oActiveUsers', 'oOnQueueUsers', 'oOffQueueUsers', 'oUserRoutingStatuses'];
    expect(await observed(tenant, ...metrics)).toEqual({
      oMemberUsers: 3,
      oActiveUsers: 2,
      oOnQueueUsers: 1,
      oOffQueueUsers: 1,
      'oUserRoutingStatuses IDLE': 1,
      'oUserRoutingStatuses OFF_QUEUE': 2,
    });
  });

  it('count the members by presence', async () => {
    const tenant = await tenantWith(['agents.count=2']);
    await new TestAgent(tenant, 1).presence('Meal');
    expect(await observed(tenant, 'oUserPresences')).toEqual({
      'oUserPresences Meal': 1,
      'oUserPresences Offline': 1,
    });
  });

  it('answer for the queues that the filter names, and the metrics that are asked for', async () => {
    const tenant = await twoQueues();
    const { body } = await api(tenant, 'POST', QUEUES, { filter: inQueue(queueId(2)), metrics: ['oWaiting'] });
    expect(body.results).toEqual([
      {
        group: { queueId: queueId(2), mediaType: 'message' },
        data: [{ metric: 'oWaiting', stats: { count: 2 } }],
      },
    ]);
  });

  it('take clauses, and know no other medium than message', async () => {
    const tenant = await twoQueues();
    const ask = async (mediaType: string) => {
      const clauses = [inQueue(queueId(1)), { type: 'or', predicates: [{ dimension: 'mediaType', value: mediaType }] }];
      const { body } = await api(tenant, 'POST', QUEUES, { filter: { type: 'and', clauses }, metrics: ['oWaiting'] });
      return body.results.length;
    };
    expect([await ask('message'), await ask('voice')]).toEqual([1, 0]);
  });

  it.each([
    ['without a filter', { metrics: ['oWaiting'] }],
    ['without metrics', { filter: inQueue(queueId(1)) }],
    ['with a metric that is none', { filter: inQueue(queueId(1)), metrics: ['oNothing'] }],
    [
      'by another dimension',
      { filter: { type: 'or', predicates: [{ dimension: 'userId', value: 'x' }] }, metrics: ['oWaiting'] },
    ],
  ])('are refused with 400 %s', async (_, query) => {
    expect(await api(await tenantWith(), 'POST', QUEUES, query)).toMatchObject({
      status: 400,
      body: { code: 'bad.request' },
    });
  });

  it('do not count conversations that the flow leaves outside', async () => {
    const tenant = await tenantWith([], 'flow-not-routing');
    await (await TestGuest.session(tenant)).say('Hello');
    expect(await observed(tenant, 'oWaiting', 'oInteracting')).toEqual({ oWaiting: 0, oInteracting: 0 });
  });
});

describe('conversation activity', () => {
  it('is grouped as it is asked for', async () => {
    const tenant = await twoQueues();
    const query = { metrics: named('oWaiting'), groupBy: ['queueId', 'mediaType'] };
    const { body } = await api(tenant, 'POST', CONVERSATIONS, query);
    expect(body.results).toEqual(
      [1, 2].map((n) => ({
        group: { queueId: queueId(n), mediaType: 'message' },
        data: [{ metric: 'oWaiting', count: n }],
      })),
    );
  });

  it('adds up what is not grouped', async () => {
    const tenant = await twoQueues();
    const { body } = await api(tenant, 'POST', CONVERSATIONS, { metrics: named('oWaiting'), groupBy: ['mediaType'] });
    expect(body.results).toEqual([{ group: { mediaType: 'message' }, data: [{ metric: 'oWaiting', count: 3 }] }]);
  });

  it('honours a filter', async () => {
    const tenant = await twoQueues();
    const query = { metrics: named('oWaiting'), groupBy: [], filter: inQueue(queueId(2)) };
    const { body } = await api(tenant, 'POST', CONVERSATIONS, query);
    expect(body.results).toEqual([{ group: {}, data: [{ metric: 'oWaiting', count: 2 }] }]);
  });

  it('says since when the longest one waits and interacts', async () => {
    const { tenant, clock } = await stillTenant();
    const startMs = clock.now();
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 3; n++) {
      clock.advance(1_000);
      await (await TestGuest.session(tenant)).say('Hello');
    }
    clock.advance(1_000);
    await agent.accept();
    clock.advance(1_000);
    const query = { metrics: named('oLongestWaiting', 'oLongestInteracting'), groupBy: [] };
    const { body } = await api(tenant, 'POST', CONVERSATIONS, query);
    expect(body.results[0].data).toEqual([
      { metric: 'oLongestWaiting', count: startMs + 2_000 },
      { metric: 'oLongestInteracting', count: startMs + 4_000 },
    ]);
  });

  it("knows no agents' metrics, and is refused with 400", async () => {
    const query = { metrics: named('oOnQueueUsers'), groupBy: [] };
    expect((await api(await tenantWith(), 'POST', CONVERSATIONS, query)).status).toBe(400);
  });
});

describe('routing activity', () => {
  it('counts agents by routing status', async () => {
    const tenant = await tenantWith(['agents.count=2']);
    await TestAgent.onQueue(tenant);
    const query = { metrics: named('oUserRoutingStatuses', 'oOnQueueUsers'), groupBy: ['queueId'] };
    const { body } = await api(tenant, 'POST', ROUTING, query);
    expect(body.results).toEqual([
      {
        group: { queueId: queueId(1) },
        data: [
          { metric: 'oOnQueueUsers', count: 1 },
          { metric: 'oUserRoutingStatuses', qualifier: 'IDLE', count: 1 },
          { metric: 'oUserRoutingStatuses', qualifier: 'OFF_QUEUE', count: 1 },
        ],
      },
    ]);
  });
});
