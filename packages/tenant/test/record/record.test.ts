import { expect, it } from 'vitest';
import { seeded } from '../../src/base/random.ts';
import { deploymentId, queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import { Uuids } from '../../src/base/uuids.ts';
import { TestAgent } from '../agent.ts';
import { api, control, TestGuest, tenantWith, upgrade } from '../client.ts';

it('the record holds every accepted message of a customer, whole and in order', async () => {
  const tenant = await tenantWith();
  const guest = await TestGuest.session(tenant);
  await guest.say('one', { channel: { metadata: { customAttributes: { line: '1' } } } });
  await guest.say('two');
  const messages = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'message');
  expect(messages).toMatchObject([
    { from: 'customer', text: 'one', attributes: { line: '1' } },
    { from: 'customer', text: 'two', attributes: {} },
  ]);
});

it('the record holds which sockets were told that they are over, and on which a message came after that', async () => {
  const tenant = await tenantWith(['limits.session.connections.max=1']);
  const first = await TestGuest.session(tenant);
  const second = await TestGuest.session(tenant, { token: first.token });
  await second.say('from the second');
  const lines = (await control(tenant, '/record')).lines().filter(({ kind }) => kind !== 'conversation');
  expect(lines).toMatchObject([
    { kind: 'socket-opened', connection: 1 },
    { kind: 'session-configured' },
    { kind: 'socket-opened', connection: 2 },
    { kind: 'connection-dismissed', connection: 1 },
    { kind: 'session-configured' },
    { kind: expect.stringMatching(/^(message|socket-closed)$/) },
    { kind: expect.stringMatching(/^(message|socket-closed)$/) },
  ]);
  expect(lines.filter(({ kind }) => kind === 'message')).toMatchObject([{ text: 'from the second', connection: 2 }]);
});

it('the record holds each opened and refused socket with its source address', async () => {
  const tenant = await tenantWith(['ceiling.max=1']);
  await TestGuest.open(tenant);
  await upgrade(tenant);
  const sockets = (await control(tenant, '/record')).lines();
  expect(sockets).toMatchObject([
    { kind: 'socket-opened', socket: 'guest', source: '127.0.0.1', deploymentId: deploymentId(1) },
    { kind: 'upgrade-refused', socket: 'guest', status: 503, source: '127.0.0.1' },
  ]);
});

it("the record holds a conversation's events: created, queued", async () => {
  const tenant = await tenantWith();
  await (await TestGuest.session(tenant)).say('hello');
  const events = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'conversation');
  expect(events.map(({ event }) => event)).toEqual(['created', 'queued']);
});

it('the record is empty where the profile switches it off', async () => {
  const tenant = await tenantWith(['record=false']);
  await (await TestGuest.session(tenant)).say('hello');
  expect((await control(tenant, '/record')).lines()).toEqual([]);
});

it('the record holds every accepted message of an agent, and the events up to the wrap-up', async () => {
  const tenant = await tenantWith();
  const agent = await TestAgent.onQueue(tenant);
  await (await TestGuest.session(tenant)).say('hello');
  const place = await agent.accept();
  await agent.say(place, 'Hi');
  await agent.end(place);
  await agent.wrapUp(place);
  const lines = (await control(tenant, '/record')).lines();
  expect(lines.filter(({ from }) => from === 'agent')).toMatchObject([{ text: 'Hi', userId: agent.id }]);
  expect(lines.filter(({ kind }) => kind === 'conversation')).toMatchObject([
    { event: 'created' },
    { event: 'queued', queueId: queueId(1) },
    { event: 'alerting', userId: agent.id },
    { event: 'accepted', userId: agent.id },
    { event: 'ended', disconnectType: 'client' },
    { event: 'wrapped-up', code: wrapUpCodeId(1) },
  ]);
});

it("the record names a socket's close by the number of its opening", async () => {
  const tenant = await tenantWith();
  const sockets = [await TestGuest.open(tenant), await TestGuest.open(tenant)];
  const closed = async () =>
    (await control(tenant, '/record'))
      .lines()
      .filter(({ kind }) => kind === 'socket-closed')
      .map(({ connection }) => connection);
  sockets[1]?.socket.close();
  await expect.poll(closed).toEqual([2]);
  sockets[0]?.socket.close();
  await expect.poll(closed).toEqual([2, 1]);
});

it('the record has the same ids for the same things in the same order, from the same seed', async () => {
  const record = async (seed: number) => {
    const tenant = await tenantWith([], 'healthy', seed);
    const agent = await TestAgent.onQueue(tenant);
    const guest = await TestGuest.session(tenant, { token: 'the-same' });
    await guest.say('hello');
    await agent.say(await agent.accept(), 'Hi');
    return (await control(tenant, '/record')).lines().map(({ at: _, ...rest }) => rest);
  };
  const first = await record(5);
  expect(await record(5)).toEqual(first);
  expect(await record(6)).not.toEqual(first);
});

it('the record keeps the latest entries where the profile bounds it, and says how many are gone', async () => {
  const tenant = await tenantWith(['recordMost=3', 'limits.enabled=false']);
  const guest = await TestGuest.session(tenant);
  for (let n = 0; n < 10; n++) await guest.say(`${n}`);
  expect((await control(tenant, '/record')).lines()).toMatchObject([{ text: '7' }, { text: '8' }, { text: '9' }]);
  const { record } = JSON.parse((await control(tenant, '/state')).text);
  expect(record).toEqual({ entries: 3, dropped: 11 });
});

it('finished conversations are forgotten beyond a bound of the profile, and no others', async () => {
  const tenant = await tenantWith(['conversationsMost=1']);
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) {
    const guest = await TestGuest.session(tenant);
    await guest.say('hello');
    ids.push((await control(tenant, '/record')).lines().filter(({ event }) => event === 'created')[n].conversationId);
    if (n === 2) break;
    guest.send(guest.presence('Clear'));
    await guest.of('SessionClearedEvent');
  }
  const statuses = await Promise.all(
    ids.map(async (id) => (await api(tenant, 'GET', `/api/v2/conversations/messages/${id}`)).status),
  );
  expect(statuses).toEqual([404, 200, 200]);
});

it('ids have the shape of UUID v4, and none comes twice', () => {
  const ids = new Uuids(seeded(3));
  const made = Array.from({ length: 10_000 }, () => ids.next());
  expect(new Set(made).size).toBe(made.length);
  expect(
    made.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toEqual([]);
});
