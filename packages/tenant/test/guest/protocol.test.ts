import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { deploymentId } from '../../src/base/ready-made-ids.ts';
import { stillTenant, TestGuest, tenantWith, upgrade } from '../client.ts';

describe('the upgrade', () => {
  it('opens with the allowed Origin', async () => {
    expect(await upgrade(await tenantWith())).toBeUndefined();
  });

  it('takes the application parameter of official clients', async () => {
    const tenant = await tenantWith();
    const deployment = `${deploymentId(1)}&application=messenger-2.14.0`;
    expect(await upgrade(tenant, { deployment })).toBeUndefined();
  });

  it('answers a foreign Origin with 403', async () => {
    expect(await upgrade(await tenantWith(), { origin: 'https://elsewhere.org' })).toMatchObject({ status: 403 });
  });

  it('answers an unknown deployment with 404', async () => {
    expect(await upgrade(await tenantWith(), { deployment: randomUUID() })).toMatchObject({ status: 404 });
  });
});

describe('one port', () => {
  it.each(['config.json', 'domains.json'])(
    "serves the deployment's %s without a token, as its CDN does",
    async (file) => {
      const { addresses } = await tenantWith();
      const url = `${addresses.api}/webdeployments/v1/deployments/${deploymentId(1)}/${file}`;
      const body =
        file === 'config.json' ? { id: deploymentId(1), status: 'Active' } : { allowedDomains: ['example.com'] };
      expect(await (await fetch(url)).json()).toMatchObject(body);
    },
  );

  it('serves /v1, /api/v2 and /webdeployments/v1 together, as TRANSPORT_CUSTOM_ENDPOINT needs', async () => {
    const { addresses } = await tenantWith();
    expect(addresses.messaging).toBe(`ws://${addresses.address}/v1`);
    expect((await fetch(`http://${addresses.address}/api/v2/users/me`)).status).toBe(401);
  });
});

it('an RFC 6455 ping is answered by a pong', async () => {
  const guest = await TestGuest.open(await tenantWith());
  const pong = once(guest.socket, 'pong');
  guest.socket.ping('here');
  expect(String((await pong)[0])).toBe('here');
});

describe('configureSession', () => {
  it('is answered by a SessionResponse with what the session may do', async () => {
    const { tenant, clock } = await stillTenant();
    const guest = await TestGuest.open(tenant);
    const answer = await guest.ask({ action: 'configureSession', deploymentId: guest.deployment });
    expect(answer).toMatchObject({ type: 'response', class: 'SessionResponse', code: 200 });
    expect(answer.body).toMatchObject({
      connected: true,
      newSession: true,
      readOnly: false,
      clearedExistingSession: false,
      maxCustomDataBytes: 2_048,
      durationSeconds: 259_200,
      allowedMedia: { inbound: { fileTypes: [{ type: '*/*' }], maxFileSizeKB: 10_240 } },
    });
    expect(answer.body.expirationDate).toBe(clock.now() / 1_000 + 259_200);
  });

  it('resumes the session from another socket with the same token', async () => {
    const tenant = await tenantWith();
    const first = await TestGuest.session(tenant);
    const second = await TestGuest.open(tenant, { token: first.token });
    const answer = await second.ask({ action: 'configureSession', deploymentId: second.deployment });
    expect(answer.body.newSession).toBe(false);
  });

  it('refuses a deployment that is not the one of the address', async () => {
    const guest = await TestGuest.open(await tenantWith());
    const answer = await guest.ask({ action: 'configureSession', deploymentId: deploymentId(2) });
    expect(answer).toMatchObject({ type: 'response', class: 'string', code: 400 });
  });
});

describe('a fourth socket with one token', () => {
  it('evicts the oldest, with a ConnectionClosedEvent that has no reason', async () => {
    const tenant = await tenantWith();
    const first = await TestGuest.session(tenant);
    for (let n = 0; n < 3; n++) await TestGuest.session(tenant, { token: first.token });
    expect((await first.of('ConnectionClosedEvent')).body).toEqual({});
    expect(await first.closed).toBe(1000);
  });

  it('is taken where the limit is switched off', async () => {
    const tenant = await tenantWith(['limits.enabled=false']);
    const first = await TestGuest.session(tenant);
    for (let n = 0; n < 4; n++) await TestGuest.session(tenant, { token: first.token });
    expect((await first.say('still here')).code).toBe(200);
    expect(first.frames).toEqual([]);
  });
});

describe('a text', () => {
  it('comes back with its tracingId: that is its acknowledgement', async () => {
    const { tenant, clock } = await stillTenant();
    const guest = await TestGuest.session(tenant);
    clock.advance(1_500);
    const echo = await guest.say('hello');
    expect(echo).toMatchObject({ type: 'message', class: 'StructuredMessage', code: 200 });
    expect(echo.body).toMatchObject({ direction: 'Inbound', type: 'Text', text: 'hello' });
    const [stored] = [...tenant.org.conversations.values()].flatMap(({ messages }) => messages);
    expect(echo.body.id).toBe(stored?.id);
    expect(echo.body.channel).toMatchObject({ time: '2026-01-01T00:00:01.500Z', messageId: stored?.id });
  });

  it('comes to every socket of the session', async () => {
    const tenant = await tenantWith();
    const first = await TestGuest.session(tenant);
    const second = await TestGuest.session(tenant, { token: first.token });
    await first.say('hello');
    expect((await second.of('StructuredMessage')).body.text).toBe('hello');
  });

  it('of more than 4,096 bytes is refused with 4011', async () => {
    const guest = await TestGuest.session(await tenantWith());
    expect(await guest.say('é'.repeat(2_049))).toMatchObject({ class: 'string', code: 4011 });
    expect((await guest.say('é'.repeat(2_048))).code).toBe(200);
  });

  it('before configureSession is refused with 4007', async () => {
    const guest = await TestGuest.open(await tenantWith());
    expect(await guest.say('hello')).toMatchObject({ class: 'string', code: 4007 });
  });
});

it('echo is answered by a response with the same text and tracingId', async () => {
  const guest = await TestGuest.session(await tenantWith());
  const answer = await guest.ask({ action: 'echo', message: { type: 'Text', text: 'ping' } });
  expect(answer).toMatchObject({ type: 'response', class: 'StructuredMessage', code: 200 });
  expect(answer.body).toMatchObject({ type: 'Text', text: 'ping', direction: 'Inbound' });
});
