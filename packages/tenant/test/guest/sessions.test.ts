import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deploymentId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { ORIGIN, stillTenant, TestGuest, tenantWith, upgrade } from '../client.ts';

const configure = (guest: TestGuest) => guest.ask({ action: 'configureSession', deploymentId: guest.deployment });
const TOO_MANY = { type: 'response', class: 'TooManyRequestsErrorMessage', code: 429 };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('a session', () => {
  it('expires so long after its last message, with SessionExpiredEvent and then 4006', async () => {
    const { tenant, clock } = await stillTenant(['sessionDurationSeconds=120']);
    const guest = await TestGuest.session(tenant);
    clock.advance(MINUTE_MS);
    await guest.say('still here');
    clock.advance(2 * MINUTE_MS - 1_000);
    expect((await guest.say('and still')).code).toBe(200);
    clock.advance(2 * MINUTE_MS);
    expect((await guest.of('SessionExpiredEvent')).body).toEqual({});
    expect(await guest.say('too late')).toMatchObject({ class: 'string', code: 4006 });
  });

  it('that has expired is a new one when its token is used again', async () => {
    const { tenant, clock } = await stillTenant(['sessionDurationSeconds=60']);
    const guest = await TestGuest.session(tenant);
    clock.advance(MINUTE_MS);
    await guest.of('SessionExpiredEvent');
    expect((await configure(guest)).body.newSession).toBe(true);
    expect((await guest.say('hello')).code).toBe(200);
  });

  it('that its guest closes becomes read-only, and its other sockets get a ConnectionClosedEvent', async () => {
    const tenant = await tenantWith();
    const guest = await TestGuest.session(tenant);
    const other = await TestGuest.session(tenant, { token: guest.token });
    const answer = await guest.ask({ action: 'closeSession', closeAllConnections: true });
    expect(answer).toMatchObject({ class: 'SessionResponse', body: { connected: false, readOnly: true } });
    await other.of('ConnectionClosedEvent');
    expect(await other.closed).toBe(1000);
    expect(await guest.say('more')).toMatchObject({ code: 409 });
  });

  it('that is started anew while it lives is cleared', async () => {
    const guest = await TestGuest.session(await tenantWith());
    const answer = await guest.ask({ action: 'configureSession', deploymentId: guest.deployment, startNew: true });
    expect(answer.body).toMatchObject({ newSession: true, clearedExistingSession: true });
  });

  it('takes any token that is a text: to the server it is opaque', async () => {
    const tenant = await tenantWith();
    const opaque = await TestGuest.open(tenant, { token: 'not-a-uuid' });
    expect((await configure(opaque)).body.newSession).toBe(true);
    const none = await TestGuest.open(tenant, { token: '' });
    expect(await configure(none)).toMatchObject({ class: 'string', code: 400 });
  });

  it('with authentication is refused with 403: the deployments have none', async () => {
    const guest = await TestGuest.open(await tenantWith());
    const frame = { action: 'configureAuthenticatedSession', deploymentId: guest.deployment, data: { code: 'jwt' } };
    expect(await guest.ask(frame)).toMatchObject({ class: 'string', code: 403 });
  });
});

describe('a deployment that is inactive', () => {
  it('opens the socket, refuses the session with 403, and says so in its configuration', async () => {
    const tenant = await tenantWith(['inactiveDeployments=[1]']);
    const guest = await TestGuest.open(tenant);
    expect(await configure(guest)).toMatchObject({ class: 'string', code: 403 });
    const url = `${tenant.addresses.api}/webdeployments/v1/deployments/${guest.deployment}/config.json`;
    expect(await (await fetch(url)).json()).toMatchObject({ status: 'Inactive' });
  });
});

it('getConfiguration is answered by what may be sent, and not by config.json', async () => {
  const guest = await TestGuest.session(await tenantWith());
  const answer = await guest.ask({ action: 'getConfiguration', deploymentId: guest.deployment });
  expect(answer).toMatchObject({
    class: 'GetConfigurationResponse',
    body: { allowedMedia: { inbound: {} }, maxCustomDataBytes: 2_048, messageRoutingEnabled: true },
  });
  expect(answer.body).not.toHaveProperty('messenger');
});

describe('config.json', () => {
  /** Every field without which the official mobile SDK cannot decode it (docs/facts/genesys.md, fact 1.1.5). */
  const REQUIRED = z.object({
    id: z.string(),
    version: z.string(),
    languages: z.array(z.string()),
    defaultLanguage: z.string(),
    apiEndpoint: z.url(),
    status: z.enum(['Active', 'Inactive']),
    auth: z.object({ enabled: z.boolean() }),
    journeyEvents: z.object({ enabled: z.boolean() }),
    messenger: z.object({
      enabled: z.boolean(),
      styles: z.object({ primaryColor: z.string() }),
      launcherButton: z.object({ visibility: z.string() }),
      fileUpload: z.object({ modes: z.array(z.object({ maxFileSizeKB: z.number() })) }),
      apps: z.object({ conversations: z.object({ messagingEndpoint: z.url({ protocol: /^wss?$/ }) }) }),
    }),
  });

  it('has all that the official mobile SDK requires', async () => {
    const { addresses } = await tenantWith();
    const url = `${addresses.api}/webdeployments/v1/deployments/${deploymentId(1)}/config.json`;
    expect(REQUIRED.safeParse(await (await fetch(url)).json()).error?.issues ?? []).toEqual([]);
  });
});

it('a token of 2,048 characters opens a session, and a longer one does not', async () => {
  const tenant = await tenantWith();
  const withToken = async (length: number) => {
    const guest = await TestGuest.open(tenant);
    return await guest.ask({
      ...{ action: 'configureSession', deploymentId: guest.deployment, token: 'x'.repeat(length) },
    });
  };
  expect(await withToken(2_048)).toMatchObject({ class: 'SessionResponse', code: 200 });
  expect(await withToken(2_049)).toMatchObject({ class: 'string', code: 400 });
});

describe('published limits', () => {
  it('allow 1,000 connections a minute for a deployment', async () => {
    const { tenant } = await stillTenant(['limits.connections.rate.per.minute=2']);
    for (let n = 0; n < 2; n++) await TestGuest.open(tenant);
    expect(await upgrade(tenant)).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
  });

  it('allow 60 frames a minute on a connection, whatever they are', async () => {
    const { tenant, clock } = await stillTenant();
    const guest = await TestGuest.session(tenant);
    for (let n = 1; n < 60; n++) guest.raw('{}');
    expect(await guest.ask({ action: 'getJwt' })).toMatchObject(TOO_MANY);
    clock.advance(MINUTE_MS);
    expect(await guest.ask({ action: 'getJwt' })).toMatchObject({ class: 'JwtResponse' });
  });

  it('allow 5 messages a second in a session, over all its sockets', async () => {
    const { tenant, clock } = await stillTenant();
    const guest = await TestGuest.session(tenant);
    const other = await TestGuest.session(tenant, { token: guest.token });
    for (let n = 1; n <= 5; n++) expect((await (n % 2 ? guest : other).say(`${n}`)).code).toBe(200);
    const body = { retryAfter: 3, errorCode: 4029, errorMessage: 'Message rate too high for this session' };
    expect(await guest.say('6')).toMatchObject({ ...TOO_MANY, body });
    clock.advance(1_000);
    expect((await guest.say('7')).code).toBe(200);
  });

  it('allow 2 health checks a minute on a connection', async () => {
    const guest = await TestGuest.session((await stillTenant()).tenant);
    const echo = { action: 'echo', message: { type: 'Text', text: 'ping' } };
    for (let n = 0; n < 2; n++) expect((await guest.ask(echo)).code).toBe(200);
    expect(await guest.ask(echo)).toMatchObject(TOO_MANY);
  });

  it('allow 60 configureSession a minute in a session', async () => {
    const guest = await TestGuest.open((await stillTenant(['limits.configure.per.session.rate.per.minute=1'])).tenant);
    expect((await configure(guest)).code).toBe(200);
    expect(await configure(guest)).toMatchObject(TOO_MANY);
  });

  it('are all off with limits.enabled=false', async () => {
    const guest = await TestGuest.session(await tenantWith(['limits.enabled=false']));
    for (let n = 0; n < 70; n++) expect((await guest.say(`${n}`)).code).toBe(200);
  });
});

describe('an idle socket', () => {
  it('is closed with 1001 after the idle timeout, counted from the last frame or ping', async () => {
    const { tenant, clock } = await stillTenant(['idleTimeoutSeconds=30']);
    const idle = await TestGuest.session(tenant);
    const alive = await TestGuest.session(tenant);
    clock.advance(29_000);
    await alive.ask({ action: 'getJwt' });
    clock.advance(2_000);
    expect(await idle.closed).toBe(1001);
    expect((await alive.say('here')).code).toBe(200);
  });
});

describe('the history', () => {
  interface History {
    readonly entities: readonly { readonly text: string }[];
  }

  const read = async (tenant: RunningTenant, jwt: string | undefined, query = '') => {
    const headers = { Authorization: `bearer ${jwt}`, Origin: ORIGIN };
    const response = await fetch(`${tenant.addresses.api}/api/v2/webmessaging/messages?${query}`, { headers });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as History,
    };
  };

  it('is read with the jwt, newest first, in pages', async () => {
    const { tenant, clock } = await stillTenant();
    const guest = await TestGuest.session(tenant);
    for (const text of ['one', 'two', 'three']) await guest.say(text);
    const { jwt, exp } = (await guest.ask({ action: 'getJwt' })).body;
    expect(exp).toBe(clock.now() / 1_000 + 3_600);
    const { body } = await read(tenant, jwt, 'pageNumber=1&pageSize=2');
    expect(body).toMatchObject({ pageSize: 2, pageNumber: 1, total: 3, pageCount: 2 });
    expect(body.entities.map(({ text }) => text)).toEqual(['three', 'two']);
    expect((await read(tenant, jwt, 'pageNumber=2&pageSize=2')).body.entities).toMatchObject([{ text: 'one' }]);
  });

  it('is refused with 401 when the jwt is unknown or its time is over', async () => {
    const { tenant, clock } = await stillTenant();
    const guest = await TestGuest.session(tenant);
    const { jwt } = (await guest.ask({ action: 'getJwt' })).body;
    expect((await read(tenant, 'no-jwt')).status).toBe(401);
    clock.advance(HOUR_MS - 1_000);
    expect((await read(tenant, jwt)).status).toBe(200);
    clock.advance(1_000);
    expect((await read(tenant, jwt)).status).toBe(401);
  });

  it('is read 10 times a minute by a session: then 429 with Retry-After', async () => {
    const { tenant } = await stillTenant();
    const guest = await TestGuest.session(tenant);
    const { jwt } = (await guest.ask({ action: 'getJwt' })).body;
    for (let n = 0; n < 10; n++) expect((await read(tenant, jwt)).status).toBe(200);
    const refused = await read(tenant, jwt);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too.many.requests.retry.after', status: 429 } });
    expect(refused.retryAfter).toBe('60');
  });
});

describe('a malformed frame', () => {
  it.each([
    ['no JSON', '{', 400],
    ['no object', '[1]', 400],
    ['an unknown action', '{"action":"fly","token":"11111111-1111-4111-8111-111111111111"}', 400],
    ['a missing token', '{"action":"onMessage","message":{"type":"Text","text":"x"}}', 4020],
    ['a missing message', '{"action":"onMessage","token":"11111111-1111-4111-8111-111111111111"}', 4020],
    [
      'a text that is a number',
      '{"action":"onMessage","token":"11111111-1111-4111-8111-111111111111","message":{"text":1}}',
      400,
    ],
  ])('with %s gets an error frame, and the socket stays open', async (_name, text, code) => {
    const guest = await TestGuest.open(await tenantWith());
    guest.raw(text);
    expect(await guest.of('string')).toMatchObject({ type: 'response', code, body: expect.any(String) });
    expect((await configure(guest)).code).toBe(200);
  });

  it('finds its tracingId in the error frame', async () => {
    const guest = await TestGuest.open(await tenantWith());
    expect(await guest.ask({ action: 'onMessage', message: 7 })).toMatchObject({ code: 400 });
  });
});
