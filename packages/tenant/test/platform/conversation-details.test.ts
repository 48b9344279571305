import { describe, expect, it } from 'vitest';
import { agentId, queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { TestAgent, worksOneOfTwo } from '../agent.ts';
import { api, stillTenant, TestGuest, tenantWith } from '../client.ts';

const ROOT = '/api/v2/analytics/conversations';
const TODAY = `${new Date(Date.now() - 3_600_000).toISOString()}/${new Date(Date.now() + 3_600_000).toISOString()}`;
const YESTERDAY = '2026-01-01T00:00:00Z/2026-01-02T00:00:00Z';

/** One conversation from its first message to its wrap-up, and one that waits. */
async function worked(): Promise<RunningTenant> {
  const tenant = await tenantWith();
  await worksOneOfTwo(tenant, 'Offline');
  return tenant;
}

const where = (...predicates: [string, string][]) => [
  { type: 'and', predicates: predicates.map(([dimension, value]) => ({ dimension, value })) },
];

async function query(tenant: RunningTenant, more: object) {
  return (await api(tenant, 'POST', `${ROOT}/details/query`, { interval: TODAY, ...more })).body;
}

describe('conversation details', () => {
  it('hold participants, sessions, segments and metrics [3-details]', async () => {
    const [first] = (await query(await worked(), {})).conversations;
    expect(first.participants.map(({ purpose }: { purpose: string }) => purpose)).toEqual([
      'customer',
      'workflow',
      'acd',
      'agent',
    ]);
    const [session] = first.participants[3].sessions;
    expect(session).toMatchObject({ mediaType: 'message', messageType: 'webmessaging' });
    expect(session.segments).toMatchObject([
      { segmentType: 'alert' },
      { segmentType: 'interact', disconnectType: 'client', queueId: queueId(1) },
      { segmentType: 'wrapup', wrapUpCode: wrapUpCodeId(1) },
    ]);
    const names = session.metrics.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['nConnected', 'tAlert', 'tAnswered', 'tTalk', 'tHandle', 'tAcw', 'oMessageCount']);
  });

  it.each([
    ['a queue', where(['queueId', queueId(1)], ['mediaType', 'message'], ['messageType', 'webmessaging']), 2],
    ['another queue', where(['queueId', queueId(2)]), 0],
    ['an agent', where(['userId', agentId(1)]), 1],
    ['a wrap-up code', where(['wrapUpCode', wrapUpCodeId(1)]), 1],
    ['another medium', where(['mediaType', 'voice']), 0],
  ])('are found by %s', async (_, segmentFilters, hits) => {
    expect((await query(await worked(), { segmentFilters })).totalHits).toBe(hits);
  });

  it('are found by whether they ended', async () => {
    const exists = (operator: string) => [{ type: 'and', predicates: [{ dimension: 'conversationEnd', operator }] }];
    const tenant = await worked();
    const hits = async (operator: string) => (await query(tenant, { conversationFilters: exists(operator) })).totalHits;
    expect([await hits('exists'), await hits('notExists')]).toEqual([1, 1]);
  });

  it('are of the interval that is asked for', async () => {
    expect((await query(await worked(), { interval: YESTERDAY })).totalHits).toBe(0);
  });

  it('come in pages', async () => {
    const tenant = await worked();
    const page = async (pageNumber: number) => {
      const { conversations, totalHits } = await query(tenant, { paging: { pageSize: 1, pageNumber } });
      return [conversations.length, totalHits];
    };
    expect([await page(1), await page(2), await page(3)]).toEqual([
      [1, 2],
      [1, 2],
      [0, 2],
    ]);
  });

  it.each([
    ['no interval', { interval: undefined }],
    ['an interval that is none', { interval: 'today' }],
    ['a page of more than 100', { paging: { pageSize: 101, pageNumber: 1 } }],
  ])('are refused with 400 and the field for %s', async (_, more) => {
    const answer = await api(await tenantWith(), 'POST', `${ROOT}/details/query`, { interval: TODAY, ...more });
    expect(answer).toMatchObject({ status: 400, body: { details: [{ errorCode: 'invalid.value' }] } });
  });

  it('are answered by a job in pages with a cursor', async () => {
    const tenant = await worked();
    const job = await api(tenant, 'POST', `${ROOT}/details/jobs`, { interval: TODAY });
    expect(job.status).toBe(202);
    const path = `${ROOT}/details/jobs/${job.body.jobId}`;
    expect((await api(tenant, 'GET', path)).body).toEqual({ state: 'FULFILLED' });
    const first = (await api(tenant, 'GET', `${path}/results?pageSize=1`)).body;
    const second = (await api(tenant, 'GET', `${path}/results?pageSize=1&cursor=${first.cursor}`)).body;
    expect([first.conversations.length, second.conversations.length, second.cursor]).toEqual([1, 1, undefined]);
  });

  it('say of an unanswered alert how long the agent did not respond', async () => {
    const { tenant, clock } = await stillTenant();
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    clock.advance(30_000);
    await agent.part('disconnected');
    const interval = '2026-01-01T00:00:00Z/2026-01-01T01:00:00Z';
    const [conversation] = (await query(tenant, { interval })).conversations;
    expect(conversation.participants[3].sessions[0]).toMatchObject({
      segments: [{ segmentType: 'alert', disconnectType: 'noAnswerTransfer' }],
      metrics: [
        { name: 'tAlert', value: 30_000 },
        { name: 'tNotResponding', value: 30_000 },
        { name: 'oMessageCount', value: 0 },
      ],
    });
  });
});

describe('the end of a session', () => {
  it('has the name that analytics has for it, and not the one in the conversation', async () => {
    const { tenant, clock } = await stillTenant(['sessionDurationSeconds=60']);
    await (await TestGuest.session(tenant)).say('Hello');
    clock.advance(120_000);
    const [ended] = tenant.org.conversations.values();
    const [conversation] = (await query(tenant, { interval: '2026-01-01T00:00:00Z/2026-01-01T01:00:00Z' }))
      .conversations;
    expect([ended?.disconnectType, conversation.participants[0].sessions[0].segments[0].disconnectType]).toEqual([
      'session.expired',
      'sessionExpired',
    ]);
  });
});

describe('conversation aggregates', () => {
  it('add up the metrics of sessions in groups', async () => {
    const tenant = await worked();
    const [first] = (await query(tenant, {})).conversations;
    const { metrics } = first.participants[3].sessions[0];
    const handled = metrics.find(({ name }: { name: string }) => name === 'tHandle').value;
    const asked = { interval: TODAY, groupBy: ['queueId'], metrics: ['nOffered', 'nConnected', 'tHandle'] };
    const { body } = await api(tenant, 'POST', `${ROOT}/aggregates/query`, asked);
    expect(body.results).toMatchObject([
      {
        group: { queueId: queueId(1) },
        data: [
          {
            interval: TODAY,
            metrics: [
              { metric: 'nOffered', stats: { count: 2 } },
              { metric: 'nConnected', stats: { count: 1 } },
              { metric: 'tHandle', stats: { count: 1, sum: handled } },
            ],
          },
        ],
      },
    ]);
  });

  it('honour a filter', async () => {
    const tenant = await worked();
    const [filter] = where(['queueId', queueId(2)]);
    const { body } = await api(tenant, 'POST', `${ROOT}/aggregates/query`, {
      interval: TODAY,
      metrics: ['nOffered'],
      filter,
    });
    expect(body.results).toEqual([]);
  });
});
