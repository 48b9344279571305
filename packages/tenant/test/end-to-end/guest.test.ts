import { once } from 'node:events';
import type { ServerFrame } from '@headroom/genesys-wire/guest';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DEPLOYMENT, dial, guestOf, orgWith, WireGuest } from './wire-client.ts';

describe('the upgrade', () => {
  it('is refused with 403 from another origin, and with 404 for an unknown deployment', async () => {
    const org = await orgWith();
    expect(await dial(org, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    expect(await dial(org, { deployment: DEPLOYMENT.replace(/1$/, '9') })).toBeInstanceOf(WebSocket);
    expect(await dial(org, { deployment: DEPLOYMENT.replace(/01$/, '99') })).toMatchObject({ status: 404 });
  });

  it('is refused at the ceiling with the status, words and Retry-After of the profile, until somebody leaves', async () => {
    const org = await orgWith('ceiling.max=1', 'ceiling.retryAfterSeconds=7');
    const first = await guestOf(org);
    const refusal = { status: 503, body: 'Max concurrent connections exceeded for tenant', retryAfter: '7' };
    expect(await dial(org)).toEqual(refusal);
    first.socket.close();
    await once(first.socket, 'close');
    expect(await dial(org)).toBeInstanceOf(WebSocket);
  });

  it('is refused with 429 when a deployment gets more than its connections a minute, and only that one', async () => {
    const org = await orgWith('limits.connections.rate.per.minute=1');
    expect(await dial(org)).toBeInstanceOf(WebSocket);
    expect(await dial(org)).toMatchObject({ status: 429 });
    expect(await dial(org, { deployment: DEPLOYMENT.replace(/1$/, '2') })).toBeInstanceOf(WebSocket);
  });
});

describe('a guest', () => {
  it('is told whether its session is new', async () => {
    const org = await orgWith();
    const token = crypto.randomUUID();
    await guestOf(org, token);
    const socket = await dial(org);
    const again = new WireGuest(socket as WebSocket, token);
    again.send('configureSession', { deploymentId: DEPLOYMENT });
    expect(await again.next()).toMatchObject({ code: 200, tracingId: 'configureSession', body: { newSession: false } });
  });

  it('gets each of its messages back with its tracing id', async () => {
    const guest = await guestOf(await orgWith());
    guest.say('Hello');
    expect(await guest.next()).toMatchObject({
      type: 'message',
      class: 'StructuredMessage',
      tracingId: 'Hello',
      body: { direction: 'Inbound', text: 'Hello' },
    });
  });

  it('gets a health check answered', async () => {
    const guest = await guestOf(await orgWith());
    guest.send('echo', { message: { type: 'Text', text: 'ping' } });
    expect(await guest.next()).toMatchObject({ type: 'response', code: 200, body: { text: 'ping' } });
  });

  it('is refused before it is configured, and when its text is too long', async () => {
    const org = await orgWith();
    const guest = new WireGuest((await dial(org)) as WebSocket, 'token');
    guest.say('Hello');
    expect(await guest.next()).toMatchObject({ class: 'string', code: 4007 });
    const other = await guestOf(org);
    other.say('x'.repeat(4_097));
    expect(await other.next()).toMatchObject({ class: 'string', code: 4011 });
  });

  it('that sends more than five messages a second gets 429 with when to try again', async () => {
    const guest = await guestOf(await orgWith());
    for (let n = 0; n < 12; n++) guest.say(`${n}`);
    const answers: ServerFrame[] = [];
    while (answers.length < 12) answers.push(await guest.next());
    const limited = answers.filter((frame) => frame.class === 'TooManyRequestsErrorMessage');
    expect(limited).toHaveLength(7);
    expect(limited[0]).toMatchObject({ code: 429, body: { retryAfter: 3, errorCode: 4029 } });
  });

  it('loses its oldest connection when a token is used on a fourth', async () => {
    const org = await orgWith();
    const token = crypto.randomUUID();
    const first = await guestOf(org, token);
    for (let n = 0; n < 3; n++) await guestOf(org, token);
    expect(await first.next()).toMatchObject({ class: 'ConnectionClosedEvent' });
    await once(first.socket, 'close');
  });

  it.each([
    ['', 400],
    ['{', 400],
    ['[]', 400],
    ['{"action":"fly","token":"t"}', 400],
    ['{"action":"onMessage"}', 4020],
  ])('gets an error for %s, and goes on', async (frame, code) => {
    const guest = await guestOf(await orgWith());
    guest.socket.send(frame);
    expect(await guest.next()).toMatchObject({ type: 'response', class: 'string', code });
    guest.say('Hello');
    expect(await guest.next()).toMatchObject({ class: 'StructuredMessage' });
  });

  it('reads its history with a jwt, newest first', async () => {
    const org = await orgWith();
    const guest = await guestOf(org);
    for (const text of ['one', 'two']) {
      guest.say(text);
      await guest.next();
    }
    guest.send('getJwt');
    const answer = await guest.next();
    if (answer.class !== 'JwtResponse') throw new Error('no jwt');
    const { body, status } = await org.call(
      'GET',
      '/api/v2/webmessaging/messages?pageSize=25',
      undefined,
      answer.body.jwt,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 2, entities: [{ text: 'two', direction: 'Inbound' }, { text: 'one' }] });
    expect(await org.call('GET', '/api/v2/webmessaging/messages', undefined, 'stranger')).toMatchObject({
      status: 401,
    });
  });
});
