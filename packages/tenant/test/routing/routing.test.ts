import type { Participant } from '@headroom/genesys-wire/platform';
import { describe, expect, it } from 'vitest';
import { deploymentId, queueId } from '../../src/base/ready-made-ids.ts';
import { TestAgent } from '../agent.ts';
import { api, observed, stillTenant, TestGuest, tenantWith } from '../client.ts';

const attributes = (queue: string) => ({ channel: { metadata: { customAttributes: { queue } } } });

describe('the longest idle agent', () => {
  it('gets the next conversation', async () => {
    const tenant = await tenantWith();
    const [first, second] = [await TestAgent.onQueue(tenant, 1), await TestAgent.onQueue(tenant, 2)];
    await (await TestGuest.session(tenant)).say('one');
    const place = await first.accept();
    await first.end(place);
    await first.wrapUp(place);
    await (await TestGuest.session(tenant)).say('two');
    expect((await second.part('alerting')).userId).toBe(second.id);
  });

  it('is passed over while it has no room', async () => {
    const tenant = await tenantWith();
    const [first, second] = [await TestAgent.onQueue(tenant, 1), await TestAgent.onQueue(tenant, 2)];
    for (const text of ['one', 'two']) await (await TestGuest.session(tenant)).say(text);
    const [one, two] = [await first.part('alerting'), await second.part('alerting')];
    expect(two.conversationId).not.toBe(one.conversationId);
  });

  it('gets as many conversations at once as its utilization allows', async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 4; n++) await (await TestGuest.session(tenant)).say('Hello');
    const path = `/api/v2/routing/users/${agent.id}/utilization`;
    const set = await agent.call('PUT', path, { utilization: { message: { maximumCapacity: 3 } } });
    expect(set).toMatchObject({ status: 200, body: { utilization: { message: { maximumCapacity: 3 } } } });
    expect(await observed(tenant, 'oAlerting', 'oWaiting')).toEqual({ oAlerting: 3, oWaiting: 1 });
    await agent.call('DELETE', path);
    expect((await agent.call('GET', path)).body).toMatchObject({ level: 'Organization' });
  });

  it('cannot have a capacity above 25, as with Genesys', async () => {
    const body = { utilization: { message: { maximumCapacity: 26 } } };
    expect((await api(await tenantWith(), 'PUT', '/api/v2/routing/utilization', body)).status).toBe(400);
  });
});

describe('several queues', () => {
  it('share the agents, who get first what has waited for longest', async () => {
    const tenant = await tenantWith(['queues.count=2', 'queues.by=deployment']);
    const [one, two] = [
      await TestGuest.session(tenant, { deployment: deploymentId(2) }),
      await TestGuest.session(tenant, { deployment: deploymentId(1) }),
    ];
    await one.say('first');
    await two.say('second');
    const agent = await TestAgent.onQueue(tenant);
    expect((await agent.part('alerting')).queueId).toBe(queueId(2));
  });

  it('have some of the agents each, as sub-queues do', async () => {
    const tenant = await tenantWith([
      'agents.count=2000',
      'queues.count=2',
      'queues.by=deployment',
      'queues.members=spread',
    ]);
    const [first, second] = [await TestAgent.onQueue(tenant, 1), await TestAgent.onQueue(tenant, 2)];
    await (await TestGuest.session(tenant, { deployment: deploymentId(2) })).say('Hello');
    expect((await second.part('alerting')).queueId).toBe(queueId(2));
    await first.settled();
    expect(first.heard).toEqual([]);
    const members = async (n: number) => {
      const { body } = await api(tenant, 'GET', `/api/v2/routing/queues/${queueId(n)}`);
      return body.memberCount;
    };
    expect([await members(1), await members(2)]).toEqual([1_000, 1_000]);
  });

  it.each([
    ['by name', 'Messages 2', 2],
    ['by number', '2', 2],
    ['by one that is not there, into the first', 'Nothing', 1],
  ])('are chosen by a custom attribute, %s', async (_, queue, n) => {
    const tenant = await tenantWith(['queues.count=3', 'queues.by=attribute']);
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello', attributes(queue));
    expect((await agent.part('alerting')).queueId).toBe(queueId(n));
  });
});

describe('members', () => {
  const path = `/api/v2/routing/queues/${queueId(1)}/members`;

  it('that unjoin get nothing from the queue until they join again', async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant);
    await agent.call('PATCH', path, [{ id: agent.id, joined: false }]);
    await (await TestGuest.session(tenant)).say('Hello');
    expect(await observed(tenant, 'oWaiting', 'oOnQueueUsers')).toEqual({ oWaiting: 1, oOnQueueUsers: 0 });
    await agent.call('PATCH', `${path}/${agent.id}`, { joined: true });
    await agent.part('alerting');
  });

  it('are taken out and added again', async () => {
    const tenant = await tenantWith(['agents.count=1']);
    const agent = new TestAgent(tenant);
    await agent.call('POST', `${path}?delete=true`, [{ id: agent.id }]);
    expect((await agent.call('GET', path)).body.entities).toEqual([]);
    expect((await agent.call('PATCH', `${path}/${agent.id}`, { joined: true })).status).toBe(404);
    await agent.call('POST', path, [{ id: agent.id }]);
    expect((await agent.call('GET', path)).body.entities).toMatchObject([{ id: agent.id, joined: true }]);
  });

  it('are written 100 at a time', async () => {
    const tenant = await tenantWith();
    const many = Array.from({ length: 101 }, () => ({ id: 'x' }));
    expect((await api(tenant, 'POST', path, many)).status).toBe(400);
  });

  it('are listed with their routing status, and a user with its queues', async () => {
    const tenant = await tenantWith(['agents.count=1']);
    const agent = await TestAgent.onQueue(tenant);
    expect((await agent.call('GET', path)).body.entities).toMatchObject([{ routingStatus: { status: 'IDLE' } }]);
    expect((await agent.call('GET', `/api/v2/users/${agent.id}/queues`)).body.entities).toMatchObject([
      { id: queueId(1), joined: true },
    ]);
  });
});

describe('slow routing', () => {
  it('lets a conversation wait for the delay though an agent is idle, and not longer', async () => {
    const { tenant, clock } = await stillTenant(['routingDelayMs=20000']);
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    clock.advance(19_999);
    expect(await observed(tenant, 'oWaiting', 'oAlerting', 'oUserRoutingStatuses')).toMatchObject({
      oWaiting: 1,
      oAlerting: 0,
      'oUserRoutingStatuses IDLE': 1,
    });
    await agent.settled();
    expect(agent.heard).toEqual([]);
    clock.advance(1);
    expect(await observed(tenant, 'oWaiting', 'oAlerting')).toEqual({ oWaiting: 0, oAlerting: 1 });
    await agent.part('alerting');
  });
});

it('an agent that comes back from NOT_RESPONDING gets work again', async () => {
  const { tenant, clock } = await stillTenant();
  const agent = await TestAgent.onQueue(tenant);
  await (await TestGuest.session(tenant)).say('Hello');
  clock.advance(30_000);
  await agent.part('disconnected');
  expect(await agent.routingStatus()).toBe('NOT_RESPONDING');
  await agent.call('PUT', `/api/v2/users/${agent.id}/routingstatus`, { status: 'IDLE' });
  await agent.accept();
  expect(await agent.routingStatus()).toBe('INTERACTING');
});

it('what an agent said stands under the part in which it was said, not under one that was never connected', async () => {
  const { tenant, clock } = await stillTenant();
  const agent = await TestAgent.onQueue(tenant);
  await (await TestGuest.session(tenant)).say('Hello');
  await agent.part('alerting');
  clock.advance(30_000);
  await agent.part('disconnected');
  await agent.call('PUT', `/api/v2/users/${agent.id}/routingstatus`, { status: 'IDLE' });
  const place = await agent.accept();
  const { body: said } = await agent.say(place, 'Hi');
  const { body } = await agent.call('GET', `/api/v2/conversations/${place.conversationId}`);
  const parts = (body.participants as Participant[]).filter(({ userId }) => userId === agent.id);
  expect(parts.map(({ messages }) => messages[0]?.messages.map(({ messageId }) => messageId))).toEqual([[], [said.id]]);
});

it('a conversation in which nothing is said ends for inactivity, where the queue says so', async () => {
  const { tenant, clock } = await stillTenant();
  const agent = await TestAgent.onQueue(tenant);
  const message = {
    enableInactivityTimeout: true,
    inactivityTimeoutSettings: { timeoutSeconds: 60, actionType: 'DISCONNECT' },
  };
  await agent.call('PUT', `/api/v2/routing/queues/${queueId(1)}`, { name: 'Messages', mediaSettings: { message } });
  const guest = await TestGuest.session(tenant);
  await guest.say('Hello');
  const place = await agent.accept();
  clock.advance(59_000);
  await agent.say(place, 'One moment');
  clock.advance(59_999);
  expect(await observed(tenant, 'oInteracting')).toEqual({ oInteracting: 1 });
  clock.advance(1);
  expect((await agent.part('disconnected')).messages[0]?.disconnectType).toBe('inactivity');
  await guest.next(({ body }) => body.type === 'Event');
});

it.each([6, 901])('an alerting timeout of %i s is refused: Genesys allows 7 to 900', async (alertingTimeoutSeconds) => {
  const body = { name: 'Messages', mediaSettings: { message: { alertingTimeoutSeconds } } };
  const path = `/api/v2/routing/queues/${queueId(1)}`;
  expect((await api(await tenantWith(), 'PUT', path, body)).status).toBe(400);
});

it("a queue's own alerting timeout is shown to its agents", async () => {
  const { tenant } = await stillTenant();
  const agent = await TestAgent.onQueue(tenant);
  const mediaSettings = { message: { alertingTimeoutSeconds: 8 } };
  await agent.call('PUT', `/api/v2/routing/queues/${queueId(1)}`, { name: 'Messages', mediaSettings });
  await (await TestGuest.session(tenant)).say('Hello');
  const { alertingTimeoutMs } = await agent.part('alerting');
  expect(alertingTimeoutMs).toBe(8_000);
});

it.each([
  ['for messages', { enableAutoAnswer: true }],
  [
    'for web messaging alone',
    { enableAutoAnswer: false, subTypeSettings: { webmessaging: { enableAutoAnswer: true } } },
  ],
])('auto-answer %s connects the agent without a click', async (_, message) => {
  const tenant = await tenantWith();
  const agent = await TestAgent.onQueue(tenant);
  await agent.call('PUT', `/api/v2/routing/queues/${queueId(1)}`, { name: 'Messages', mediaSettings: { message } });
  await (await TestGuest.session(tenant)).say('Hello');
  const place = await agent.part('connected');
  expect((await agent.say(place, 'Hi')).status).toBe(200);
});
