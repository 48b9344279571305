import { once } from 'node:events';
import type { Conversation } from '@headroom/genesys-wire/platform';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { queueId } from '../../src/base/ready-made-ids.ts';
import { Publisher } from '../../src/notifications/publisher.ts';
import { Agents } from '../../src/routing/agents.ts';
import { Queues } from '../../src/routing/queues.ts';
import { TestAgent } from '../agent.ts';
import { api, stillTenant, TestGuest, tenantWith } from '../client.ts';

const QUEUE = `v2.routing.queues.${queueId(1)}`;
const OBSERVATIONS = `v2.analytics.queues.${queueId(1)}.observations`;

interface Observations {
  readonly group: object;
  readonly data: readonly { readonly metrics: readonly { metric: string; stats: { count: number } }[] }[];
}

const figure = ({ data }: Observations, metric: string) =>
  data[0]?.metrics.find((one) => one.metric === metric)?.stats.count;

describe("a queue's topics", () => {
  it('conversations shows a conversation from its wait to its end', async () => {
    const tenant = await tenantWith();
    const agent = new TestAgent(tenant);
    await agent.listen([`${QUEUE}.conversations`]);
    const guest = await TestGuest.session(tenant);
    await guest.say('Hello');
    const waiting = await agent.event<Conversation>(`${QUEUE}.conversations`);
    expect(waiting.participants.map(({ purpose }) => purpose)).toEqual(['customer', 'workflow', 'acd']);
    guest.send(guest.presence('Clear'));
    const isOver = ({ participants: [customer] }: Conversation) => customer?.messages[0]?.state === 'disconnected';
    await agent.event<Conversation>(`${QUEUE}.conversations`, isOver);
  });

  it('conversations.messages is flat', async () => {
    const tenant = await tenantWith();
    const agent = new TestAgent(tenant);
    await agent.listen([`${QUEUE}.conversations.messages`]);
    await (await TestGuest.session(tenant)).say('Hello');
    const { participants } = await agent.event<{ participants: object[] }>(`${QUEUE}.conversations.messages`);
    expect(participants.at(-1)).toMatchObject({ purpose: 'acd', state: 'connected', queue: { id: queueId(1) } });
  });

  it('users tells of members that join and unjoin', async () => {
    const tenant = await tenantWith();
    const agent = new TestAgent(tenant);
    await agent.listen([`${QUEUE}.users`]);
    await agent.call('PATCH', `/api/v2/routing/queues/${queueId(1)}/members/${agent.id}`, { joined: false });
    expect(await agent.event(`${QUEUE}.users`)).toMatchObject({ id: agent.id, joined: false });
  });

  it('observations tell what changed', async () => {
    const { tenant, clock } = await stillTenant();
    const agent = new TestAgent(tenant);
    await agent.listen([OBSERVATIONS]);
    await (await TestGuest.session(tenant)).say('Hello');
    clock.advance(1_000);
    const one = await agent.event<Observations>(OBSERVATIONS);
    expect(figure(one, 'oWaiting')).toBe(1);
    expect(one.group).toEqual({ queueId: queueId(1), mediaType: 'message' });
  });

  it('observations come at most once a second, and not while nothing changes', () => {
    const sent: number[] = [];
    let nowMs = 0;
    const publisher = new Publisher({ hasSubscribers: () => true, publish: () => sent.push(nowMs) });
    const queue = new Queues().add('Messages', new Date(0));
    const agents = new Agents(9, 1);
    const changes = [0, 250, 500, 1_000, 1_250, 4_000, 5_000];
    for (nowMs of changes) {
      if (nowMs < 4_000) queue.members.set(agents.add('New', `${nowMs}`), true);
      publisher.observations([queue], nowMs);
    }
    expect(sent).toEqual([0, 1_000, 4_000]);
  });
});

describe("a user's topics", () => {
  it('activity shows presence and routing status together', async () => {
    const tenant = await tenantWith();
    const topic = `v2.users.${new TestAgent(tenant).id}.activity`;
    const agent = await TestAgent.onQueue(tenant, 1, [topic]);
    expect(
      await agent.event<{ presence: { presenceDefinition: { systemPresence: string } } }>(
        topic,
        ({ presence }) => presence.presenceDefinition.systemPresence === 'OnQueue',
      ),
    ).toMatchObject({ routingStatus: { status: 'IDLE' }, activeQueueIds: [queueId(1)] });
  });

  it('conversationsummary counts the conversations at hand', async () => {
    const tenant = await tenantWith();
    const topic = `v2.users.${new TestAgent(tenant).id}.conversationsummary`;
    const agent = await TestAgent.onQueue(tenant, 1, [topic]);
    await (await TestGuest.session(tenant)).say('Hello');
    expect(await agent.event(topic)).toMatchObject({ message: { contactCenter: { active: 1 } } });
  });

  it('conversations.inbound.typing.event shows that the guest types', async () => {
    const tenant = await tenantWith();
    const topic = `v2.users.${new TestAgent(tenant).id}.conversations.inbound.typing.event`;
    const agent = await TestAgent.onQueue(tenant, 1, [topic]);
    const guest = await TestGuest.session(tenant);
    await guest.say('Hello');
    const { conversationId } = await agent.accept();
    guest.send({
      action: 'onMessage',
      message: { type: 'Event', events: [{ eventType: 'Typing', typing: { type: 'On' } }] },
    });
    expect(await agent.event(topic)).toMatchObject({
      conversationId,
      normalizedMessage: { type: 'Event', events: [{ eventType: 'Typing', typing: { type: 'On' } }] },
    });
  });
});

describe('an expired channel', () => {
  it('is warned of with socket_closing a minute before it closes', async () => {
    const { tenant, clock } = await stillTenant(['channelLifeSeconds=100']);
    const { body } = await new TestAgent(tenant).call('POST', '/api/v2/notifications/channels');
    const socket = new WebSocket(body.connectUri);
    const topics: string[] = [];
    socket.on('message', (data) => topics.push(JSON.parse(String(data)).topicName));
    await once(socket, 'open');
    const before = clock.now();
    clock.advance(39_999);
    const answered = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        if (String(data).includes('pong')) resolve();
      });
    });
    socket.send('{"message":"ping"}');
    await answered;
    expect(topics).not.toContain('v2.system.socket_closing');
    clock.advance(before + 40_000 - clock.now());
    await once(socket, 'message');
    const closed = once(socket, 'close');
    clock.advance(59_000);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    clock.advance(1_000);
    await closed;
    expect(topics.filter((name) => name !== 'channel.metadata')).toEqual(['v2.system.socket_closing']);
  });

  it('is gone for HEAD, for its subscriptions and for new sockets', async () => {
    const { tenant, clock } = await stillTenant(['channelLifeSeconds=60']);
    const path = '/api/v2/notifications/channels';
    const { body } = await api(tenant, 'POST', path);
    clock.advance(59_999);
    expect((await api(tenant, 'GET', `${path}/${body.id}/subscriptions`)).status).toBe(200);
    clock.advance(1);
    expect((await api(tenant, 'GET', `${path}/${body.id}/subscriptions`)).status).toBe(404);
    expect((await api(tenant, 'HEAD', `${path}/${body.id}`)).status).toBe(404);
    const [error] = await once(new WebSocket(body.connectUri), 'error');
    expect(error.message).toContain('404');
  });
});
