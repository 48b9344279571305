import { describe, expect, it } from 'vitest';
import { deploymentId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { stillTenant, TestGuest } from '../client.ts';
import { codeOf, REDIRECT } from './authorization-code.ts';

const AUTH = ['auth.enabled=true', 'auth.allowSessionUpgrade=true'];
const MINUTE_MS = 60_000;
const WEB = '/api/v2/webdeployments/token';

const post = (tenant: RunningTenant, path: string, body: object) =>
  fetch(`${tenant.addresses.api}${path}`, { method: 'POST', body: JSON.stringify(body) });

const exchange = (tenant: RunningTenant, code: string) =>
  post(tenant, `${WEB}/oauthcodegrantjwtexchange`, {
    deploymentId: deploymentId(1),
    oauth: { code, redirectUri: REDIRECT },
  });

interface Tokens {
  readonly jwt: string;
  readonly refreshToken: string;
}

async function signIn(tenant: RunningTenant, subject = 'guest-1'): Promise<Tokens> {
  return (await (await exchange(tenant, await codeOf(tenant, subject))).json()) as Tokens;
}

const configure = (guest: TestGuest, jwt: string) =>
  guest.ask({ action: 'configureAuthenticatedSession', deploymentId: guest.deployment, data: { code: jwt } });

describe('an authorization code', () => {
  it('is exchanged for a JWT and a refresh token, once', async () => {
    const { tenant } = await stillTenant(AUTH);
    const code = await codeOf(tenant, 'guest-1');
    const first = await exchange(tenant, code);
    expect(first.status).toBe(200);
    expect(Object.keys((await first.json()) as object)).toEqual(['jwt', 'refreshToken']);
    expect((await exchange(tenant, code)).status).toBe(401);
  });

  it('is exchanged by no deployment without authentication', async () => {
    const { tenant } = await stillTenant();
    expect((await exchange(tenant, await codeOf(tenant, 'guest-1'))).status).toBe(400);
  });
});

describe('an id token of the simulated provider', () => {
  it('is exchanged with its nonce for a JWT without a refresh token, and not with another nonce', async () => {
    const { tenant } = await stillTenant(AUTH);
    const asked = {
      client_id: 'simulated',
      response_type: 'code',
      redirect_uri: REDIRECT,
      login_hint: 'g',
      nonce: 'n',
    };
    const { headers } = await fetch(`${tenant.addresses.api}/idp/authorize?${new URLSearchParams(asked)}`, {
      redirect: 'manual',
    });
    const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
    const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT });
    const answer = await fetch(`${tenant.addresses.api}/idp/token`, { method: 'POST', body: form });
    const { id_token: idToken } = (await answer.json()) as { id_token: string };
    const by = (nonce: string) =>
      post(tenant, `${WEB}/oauthcodegrantjwtexchange`, { deploymentId: deploymentId(1), oauth: { idToken, nonce } });
    expect((await by('another')).status).toBe(401);
    expect(Object.keys((await (await by('n')).json()) as object)).toEqual(['jwt']);
  });
});

describe('an authenticated session', () => {
  it('is configured with the JWT, and its conversation says so to agents and the record', async () => {
    const { tenant } = await stillTenant(AUTH);
    const { jwt } = await signIn(tenant);
    const guest = await TestGuest.open(tenant);
    expect(await configure(guest, jwt)).toMatchObject({ class: 'SessionResponse', body: { newSession: true } });
    await guest.say('hello');
    expect(tenant.org.sessions.get(guest.token)?.conversation?.authenticated).toBe(true);
    const configured = tenant.org.record.entries.filter(({ kind }) => kind === 'session-configured');
    expect(configured).toMatchObject([{ subject: 'guest-1' }]);
  });

  it('is refused with 401 once the JWT has expired, and taken with the one that a refresh gives', async () => {
    const { tenant, clock } = await stillTenant([...AUTH, 'auth.refreshTokenSeconds=1800']);
    const { jwt, refreshToken } = await signIn(tenant);
    clock.advance(15 * MINUTE_MS);
    const guest = await TestGuest.open(tenant);
    expect(await configure(guest, jwt)).toMatchObject({ class: 'string', code: 401, body: 'User is unauthorized' });
    const refreshed = (await (await post(tenant, `${WEB}/refresh`, { refreshToken })).json()) as Tokens;
    expect(await configure(guest, refreshed.jwt)).toMatchObject({ class: 'SessionResponse' });
    clock.advance(15 * MINUTE_MS);
    expect((await post(tenant, `${WEB}/refresh`, { refreshToken })).status).toBe(401);
  });

  it('cannot become anonymous: that is refused with 4017', async () => {
    const { tenant } = await stillTenant(AUTH);
    const guest = await TestGuest.open(tenant);
    await configure(guest, (await signIn(tenant)).jwt);
    expect(await guest.ask({ action: 'configureSession', deploymentId: guest.deployment })).toMatchObject({
      code: 4017,
    });
  });

  it('gets a LogoutEvent when its JWT is revoked', async () => {
    const { tenant } = await stillTenant(AUTH);
    const { jwt } = await signIn(tenant);
    const guest = await TestGuest.open(tenant);
    await configure(guest, jwt);
    const headers = { authorization: `bearer ${jwt}` };
    expect((await fetch(`${tenant.addresses.api}${WEB}/revoke`, { method: 'DELETE', headers })).status).toBe(204);
    await guest.of('LogoutEvent');
  });
});

describe('an anonymous session', () => {
  it('is upgraded by a JWT: its other sockets are dismissed as signedIn, and it hears of the sign-in', async () => {
    const { tenant } = await stillTenant(AUTH);
    const guest = await TestGuest.session(tenant);
    const other = await TestGuest.session(tenant, { token: guest.token });
    expect(await configure(guest, (await signIn(tenant)).jwt)).toMatchObject({ class: 'SessionResponse' });
    expect((await other.of('ConnectionClosedEvent')).body).toEqual({ reason: 'signedIn' });
    expect((await guest.of('StructuredMessage')).body).toMatchObject({ type: 'Event', direction: 'Outbound' });
  });

  it('is not upgraded where the deployment does not allow it', async () => {
    const { tenant } = await stillTenant(['auth.enabled=true']);
    const guest = await TestGuest.session(tenant);
    expect(await configure(guest, (await signIn(tenant)).jwt)).toMatchObject({ class: 'string', code: 403 });
  });
});
