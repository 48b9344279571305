import { expect, it } from 'vitest';
import { deploymentId } from '../../../tenant/org.ts';
import { control, Guest, tenantWith, upgrade } from '../client.ts';

it('holds every accepted message of a customer, whole and in order', async () => {
  const tenant = await tenantWith();
  const guest = await Guest.session(tenant);
  await guest.say('one', { channel: { metadata: { customAttributes: { line: '1' } } } });
  await guest.say('two');
  const messages = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'message');
  expect(messages).toMatchObject([
    { from: 'customer', text: 'one', attributes: { line: '1' } },
    { from: 'customer', text: 'two', attributes: {} },
  ]);
});

it('holds each opened and refused socket with its source address', async () => {
  const tenant = await tenantWith(['ceiling.max=1']);
  await Guest.open(tenant);
  await upgrade(tenant);
  const sockets = (await control(tenant, '/record')).lines();
  expect(sockets).toMatchObject([
    { kind: 'socket-opened', socket: 'guest', source: '127.0.0.1', deploymentId: deploymentId(1) },
    { kind: 'upgrade-refused', socket: 'guest', status: 503, source: '127.0.0.1' },
  ]);
});

it("holds a conversation's way: created, queued", async () => {
  const tenant = await tenantWith();
  await (await Guest.session(tenant)).say('hello');
  const events = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'conversation');
  expect(events.map(({ event }) => event)).toEqual(['created', 'queued']);
});

it('is empty where the profile does not keep it', async () => {
  const tenant = await tenantWith(['record=false']);
  await (await Guest.session(tenant)).say('hello');
  expect((await control(tenant, '/record')).lines()).toEqual([]);
});
