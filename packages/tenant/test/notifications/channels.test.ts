import { EventEmitter, once } from 'node:events';
import type { NotificationFrame } from '@headroom/genesys-wire/platform';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { seeded } from '../../src/base/random.ts';
import { agentId } from '../../src/base/ready-made-ids.ts';
import { Uuids } from '../../src/base/uuids.ts';
import { answerOn } from '../../src/notifications/channel-socket.ts';
import { Channels } from '../../src/notifications/channels.ts';
import type { RunningTenant } from '../../src/server.ts';
import { api, TestGuest, tenantWith } from '../client.ts';

const ROOT = '/api/v2/notifications/channels';
const OWN = `v2.users.${agentId(1)}`;
const DAY_MS = 86_400_000;

const channelsWith = (clock = new ManualClock(0)) =>
  new Channels({ ids: new Uuids(seeded(1)), clock, wireTo: (socket) => socket, lifeMs: () => DAY_MS });

/** A socket on a channel of agent 1 and what it hears. */
async function listen(tenant: RunningTenant, topics: readonly string[] = []) {
  const { body } = await api(tenant, 'POST', ROOT);
  const subscriptions = `${ROOT}/${body.id}/subscriptions`;
  await api(
    tenant,
    'PUT',
    subscriptions,
    topics.map((id) => ({ id })),
  );
  return {
    id: body.id as string,
    connectUri: body.connectUri as string,
    subscriptions,
    ...(await connect(body.connectUri)),
  };
}

async function connect(uri: string) {
  const socket = new WebSocket(uri);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return {
    socket,
    async next(): Promise<NotificationFrame & Record<string, unknown>> {
      const [data] = await once(socket, 'message');
      return JSON.parse(String(data));
    },
  };
}

describe('a channel', () => {
  it('is listed, and found by HEAD until it is gone [2.4-create]', async () => {
    const tenant = await tenantWith();
    const { body } = await api(tenant, 'POST', ROOT);
    expect((await api(tenant, 'GET', ROOT)).body.entities).toEqual([body]);
    expect((await fetch(`${tenant.addresses.api}${ROOT}/${body.id}`, withToken('HEAD'))).status).toBe(200);
    expect((await fetch(`${tenant.addresses.api}${ROOT}/streaming-0-none`, withToken('HEAD'))).status).toBe(404);
  });

  it('that is the 21st of its user removes the one that was used least recently [2.4-twenty]', () => {
    const channels = channelsWith();
    const ids = Array.from({ length: 20 }, () => channels.create('u', 'host').id);
    channels.subscribe(ids[0] ?? '', [], false);
    channels.create('u', 'host');
    expect(ids.map((id) => channels.has(id)).indexOf(false)).toBe(1);
    expect(channels.of('u')).toHaveLength(20);
  });

  it('does not remove those of another user', () => {
    const channels = channelsWith();
    const { id } = channels.create('other', 'host');
    for (let n = 0; n < 21; n++) channels.create('u', 'host');
    expect(channels.has(id)).toBe(true);
  });

  it('lives a day, and another from each new subscription [2.4-limits]', () => {
    const clock = new ManualClock(0);
    const channels = channelsWith(clock);
    const [left, renewed] = [channels.create('u', 'host').id, channels.create('u', 'host').id];
    clock.advance(1_000);
    channels.subscribe(renewed, ['t'], false);
    channels.expire(DAY_MS);
    expect([channels.has(left), channels.has(renewed)]).toEqual([false, true]);
    channels.expire(DAY_MS + 1_000);
    expect(channels.has(renewed)).toBe(false);
  });

  it('hears a heartbeat', () => {
    const channels = channelsWith();
    const { id } = channels.create('u', 'host');
    const sent: string[] = [];
    channels.connect(id, Object.assign(new EventEmitter(), { send: (text: string) => sent.push(text) }) as never);
    channels.heartbeat();
    const heartbeat = { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } };
    expect(sent.map((text) => JSON.parse(text))).toEqual([heartbeat]);
  });

  it('that is gone answers 404 in its socket', () => {
    const sent: string[] = [];
    const socket = Object.assign(new EventEmitter(), { send: (text: string) => sent.push(text) });
    answerOn(socket as never, { isAlive: () => false, permits: () => true, subscribe: () => {} });
    socket.emit('message', '{"message":"subscribe","topics":["t"]}');
    expect(sent).toEqual(['{"result":"404"}']);
  });

  it('loses its socket to a second one', async () => {
    const tenant = await tenantWith();
    const { socket, connectUri } = await listen(tenant);
    const closed = once(socket, 'close');
    const second = await connect(connectUri);
    await closed;
    const answer = second.next();
    second.socket.send('{"message":"ping"}');
    expect(await answer).toMatchObject({ eventBody: { message: 'pong' } });
  });
});

describe('subscribing', () => {
  it('fails as a whole for one topic that is not permitted [2.4-subscribe]', async () => {
    const tenant = await tenantWith();
    const { subscriptions } = await listen(tenant);
    const body = [{ id: `${OWN}.presence` }, { id: 'v2.users.nobody.presence' }];
    expect(await api(tenant, 'POST', subscriptions, body)).toMatchObject({ status: 403 });
    expect((await api(tenant, 'GET', subscriptions)).body.entities).toEqual([]);
  });

  it('takes the rest with ignoreErrors, and says what was rejected', async () => {
    const tenant = await tenantWith();
    const { subscriptions } = await listen(tenant);
    const body = [{ id: `${OWN}.presence` }, { id: 'v2.users.nobody.presence' }];
    const answer = await api(tenant, 'POST', `${subscriptions}?ignoreErrors=true`, body);
    expect(answer.body.entities).toMatchObject([{ state: 'Permitted' }, { state: 'Rejected' }]);
    expect((await api(tenant, 'GET', subscriptions)).body.entities).toEqual([{ id: `${OWN}.presence` }]);
  });

  it('is refused beyond 1,000 topics', async () => {
    const tenant = await tenantWith(['agents.count=1001']);
    const { subscriptions } = await listen(tenant);
    const of = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `v2.users.${agentId(index + 1)}.presence` }));
    expect((await api(tenant, 'PUT', subscriptions, of(1_001))).status).toBe(400);
    expect((await api(tenant, 'PUT', subscriptions, of(1_000))).status).toBe(200);
  });

  it('takes several topics of a user in one', async () => {
    const tenant = await tenantWith();
    const { subscriptions } = await listen(tenant, [`${OWN}?presence&routingStatus`]);
    const ids = (await api(tenant, 'GET', subscriptions)).body.entities.map(({ id }: { id: string }) => id);
    expect(ids).toEqual([`${OWN}.presence`, `${OWN}.routingStatus`]);
  });

  it.each([
    [
      `{"message":"subscribe","topics":["${OWN}.presence"],"correlationId":"c"}`,
      { result: '200', status: 'subscribed', correlationId: 'c' },
    ],
    ['{"message":"subscribe","topics":["v2.nothing"]}', { result: '400', status: 'failure' }],
    ['{"message":"subscribe","topics":[]}', { result: '400', status: 'error' }],
    ['}', { result: '400', status: 'error' }],
  ])('in the socket with %s gets an answer of its own [2.4-frames]', async (text, expected) => {
    const { socket, next } = await listen(await tenantWith());
    const answer = next();
    socket.send(text);
    expect(await answer).toEqual(expected);
  });
});

describe('topics [2.4-topics]', () => {
  it('presence and routingStatus show what the agent set', async () => {
    const tenant = await tenantWith();
    const { socket } = await listen(tenant, [`${OWN}.presence`, `${OWN}.routingStatus`]);
    const heard: NotificationFrame[] = [];
    socket.on('message', (data) => heard.push(JSON.parse(String(data))));
    await onQueue(tenant);
    socket.send('{"message":"ping"}');
    while (!heard.some(({ topicName }) => topicName === 'channel.metadata')) await once(socket, 'message');
    const topics = Object.fromEntries(heard.map(({ topicName, eventBody }) => [topicName, eventBody]));
    expect(topics).toMatchObject({
      [`${OWN}.presence`]: { presenceDefinition: { systemPresence: 'OnQueue' } },
      [`${OWN}.routingStatus`]: { routingStatus: { status: 'IDLE' } },
    });
  });

  it('conversations.messages is flat and has no communication id [2.5-flat]', async () => {
    const tenant = await tenantWith();
    const { next } = await listen(tenant, [`${OWN}.conversations.messages`]);
    await onQueue(tenant);
    const alerted = next();
    const guest = await TestGuest.session(tenant);
    await guest.say('Hello');
    const { participants } = (await alerted).eventBody as { participants: Record<string, unknown>[] };
    expect(participants.at(-1)).toMatchObject({ purpose: 'agent', state: 'alerting', user: { id: agentId(1) } });
    expect(participants[0]?.messages).toMatchObject([{ message: { id: expect.any(String) } }]);
    expect(participants.at(-1)).not.toHaveProperty('userId');
  });
});

const withToken = (method: string) => ({ method, headers: { Authorization: 'Bearer simulated-agent-1' } });

async function onQueue(tenant: RunningTenant): Promise<void> {
  const { body } = await api(tenant, 'GET', '/api/v2/presence/definitions');
  const presence = body.entities.find((entity: { systemPresence: string }) => entity.systemPresence === 'OnQueue');
  await api(tenant, 'PATCH', `/api/v2/users/${agentId(1)}/presences/purecloud`, {
    presenceDefinition: { id: presence.id },
  });
}
