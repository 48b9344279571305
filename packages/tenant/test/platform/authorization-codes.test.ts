import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { agentId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { tenantWith } from '../client.ts';

const REDIRECT = 'http://127.0.0.1/callback';
const BASIC = `Basic ${Buffer.from('simulated:simulated').toString('base64')}`;

function authorize(tenant: RunningTenant, more: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'simulated',
    redirect_uri: REDIRECT,
    login_hint: 'agent-2@example.com',
    ...more,
  });
  return fetch(`${tenant.addresses.api}/oauth/authorize?${query}`, { redirect: 'manual' });
}

async function codeFrom(tenant: RunningTenant, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await authorize(tenant, more);
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

async function token(tenant: RunningTenant, form: Readonly<Record<string, string>>, authorization = BASIC) {
  const headers = authorization === '' ? {} : { authorization };
  const body = new URLSearchParams(form);
  const answer = await fetch(`${tenant.addresses.api}/oauth/token`, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

async function whose(tenant: RunningTenant, accessToken = ''): Promise<string> {
  const headers = { authorization: `bearer ${accessToken}` };
  const me = await (await fetch(`${tenant.addresses.api}/api/v2/users/me`, { headers })).json();
  return (me as { id: string }).id;
}

describe('an authorization code', () => {
  it('comes back to the redirect address with the state, and gives a user token', async () => {
    const tenant = await tenantWith();
    const location = new URL((await authorize(tenant, { state: 's' })).headers.get('location') ?? '');
    expect(location.searchParams.get('state')).toBe('s');
    const code = location.searchParams.get('code') ?? '';
    const { body } = await token(tenant, { grant_type: 'authorization_code', code, redirect_uri: REDIRECT });
    expect(await whose(tenant, body.access_token)).toBe(agentId(2));
  });

  it('is good once', async () => {
    const tenant = await tenantWith();
    const form = { grant_type: 'authorization_code', code: await codeFrom(tenant), redirect_uri: REDIRECT };
    expect((await token(tenant, form)).status).toBe(200);
    expect(await token(tenant, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('is not good for another address', async () => {
    const tenant = await tenantWith();
    const form = { grant_type: 'authorization_code', code: await codeFrom(tenant), redirect_uri: 'http://other/' };
    expect((await token(tenant, form)).status).toBe(400);
  });

  it('with PKCE needs its verifier, and no secret', async () => {
    const tenant = await tenantWith();
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const ask = async (code_verifier: string) => {
      const code = await codeFrom(tenant, { code_challenge: challenge, code_challenge_method: 'S256' });
      const form = {
        grant_type: 'authorization_code',
        client_id: 'simulated',
        code,
        redirect_uri: REDIRECT,
        code_verifier,
      };
      return (await token(tenant, form, '')).status;
    };
    expect([await ask(verifier), await ask('wrong')]).toEqual([200, 400]);
  });

  it.each([
    [{ client_id: 'nobody' }],
    [{ response_type: 'token' }],
    [{ redirect_uri: 'nowhere' }],
    [{ login_hint: 'nobody@example.com' }],
  ])('is refused for %j', async (more) => {
    expect((await authorize(await tenantWith(), more)).status).toBe(400);
  });
});

describe('a refresh token', () => {
  it('gives another token once, and another refresh token with it', async () => {
    const tenant = await tenantWith();
    const first = await token(tenant, {
      grant_type: 'authorization_code',
      code: await codeFrom(tenant),
      redirect_uri: REDIRECT,
    });
    const form = { grant_type: 'refresh_token', refresh_token: first.body.refresh_token ?? '' };
    const second = await token(tenant, form);
    expect(await whose(tenant, second.body.access_token)).toBe(agentId(2));
    expect((await token(tenant, form)).status).toBe(400);
    expect(second.body.refresh_token).not.toBe(form.refresh_token);
  });
});
