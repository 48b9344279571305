import { describe, expect, it } from 'vitest';
import { Authorization } from '../../src/authorization/authorization.ts';
import { agentId } from '../../src/base/ready-made-ids.ts';
import { Tokens } from '../../src/platform/oauth/tokens.ts';
import { Agents } from '../../src/routing/agents.ts';

const BASIC = `Basic ${Buffer.from('simulated:simulated').toString('base64')}`;
const DAY_MS = 86_400_000;
const tokens = () => new Tokens(new Agents(3, 1), new Authorization());

const saml = (email: string, orgName = 'simulated', issuer = 'https://idp.example.com') =>
  new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
    orgName,
    assertion: Buffer.from(
      `<saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="x">${email}</saml:NameID></saml:Subject>`,
    ).toString('base64'),
  });

const tokenIn = ({ body }: { body: unknown }) => (body as { access_token: string }).access_token;

describe('a SAML2 bearer grant [2.1-grants]', () => {
  it('gives the user token of the agent that the assertion names', () => {
    const all = tokens();
    const answer = all.issue(BASIC, saml('agent-2@example.com'), 0);
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 86_400 } });
    expect(all.callerOf(tokenIn(answer), 0)).toEqual({ kind: 'user', userId: agentId(2) });
  });

  it.each(['agent-4@example.com', 'agent-0@example.com', 'somebody@example.com', ''])(
    'is refused with invalid_grant for "%s", who is no user',
    (email) => {
      expect(tokens().issue(BASIC, saml(email), 0)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    },
  );

  it('is refused with invalid_request for another org', () => {
    const answer = tokens().issue(BASIC, saml('agent-1@example.com', 'other'), 0);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('an OAuth client that somebody made', () => {
  const written = { name: 'x', accessTokenValiditySeconds: 600, scope: ['users'], state: 'active' } as const;
  const basic = ({ id, secret }: { id: string; secret: string }) =>
    `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

  it('gets tokens by the one grant it is for, which last as long as it says', () => {
    const authorization = new Authorization();
    const all = new Tokens(new Agents(3, 1), authorization);
    const client = authorization.oauthClients.make({ ...written, authorizedGrantType: 'SAML2-BEARER' });
    const answer = all.issue(basic(client), saml('agent-2@example.com'), 0);
    expect(answer).toMatchObject({ status: 200, body: { expires_in: 600 } });
    expect(all.callerOf(tokenIn(answer), 599_999)).toEqual({ kind: 'user', userId: agentId(2) });
    expect(all.callerOf(tokenIn(answer), 600_000)).toBeUndefined();
    const asClient = new URLSearchParams({ grant_type: 'client_credentials' });
    expect(all.issue(basic(client), asClient, 0)).toMatchObject({ body: { error: 'unauthorized_client' } });
    const admin = authorization.oauthClients.make({ ...written, authorizedGrantType: 'CLIENT-CREDENTIALS' });
    expect(all.callerOf(tokenIn(all.issue(basic(admin), asClient, 0)), 0)).toEqual({ kind: 'client' });
  });

  it('gets none with a secret that was renewed, or when it is inactive', () => {
    const authorization = new Authorization();
    const all = new Tokens(new Agents(3, 1), authorization);
    const client = authorization.oauthClients.make({ ...written, authorizedGrantType: 'SAML2-BEARER' });
    const renewed = authorization.oauthClients.renewSecret(client);
    const asked = saml('agent-2@example.com');
    expect(all.issue(basic(client), asked, 0)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(all.issue(basic(renewed), asked, 0)).toMatchObject({ status: 200 });
    authorization.oauthClients.change(renewed, { ...renewed, state: 'inactive' });
    expect(all.issue(basic(renewed), asked, 0)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});

describe('an assertion', () => {
  it('is taken only of the provider that single sign-on has, once there is one', () => {
    const authorization = new Authorization();
    const all = new Tokens(new Agents(3, 1), authorization);
    const status = (issuer: string) => all.issue(BASIC, saml('agent-1@example.com', 'simulated', issuer), 0).status;
    expect(status('https://other.example.com')).toBe(200);
    authorization.samlProvider = { name: 'x', issuerURI: 'https://idp.example.com' };
    expect(status('https://idp.example.com')).toBe(200);
    expect(status('https://other.example.com')).toBe(400);
    authorization.samlProvider = { ...authorization.samlProvider, disabled: true };
    expect(status('https://idp.example.com')).toBe(400);
  });
});

describe('a token', () => {
  it('is good for a day and no longer', () => {
    const all = tokens();
    const token = tokenIn(all.issue(BASIC, new URLSearchParams({ grant_type: 'client_credentials' }), 0));
    expect(all.callerOf(token, DAY_MS - 1)).toEqual({ kind: 'client' });
    expect(all.callerOf(token, DAY_MS)).toBeUndefined();
  });

  it('is ended by the eleventh of the same user, the first of them first [2.1-ten-tokens]', () => {
    const all = tokens();
    const issued = Array.from({ length: 11 }, () => tokenIn(all.issue(BASIC, saml('agent-1@example.com'), 0)));
    expect(issued.map((token) => all.callerOf(token, 0) !== undefined)).toEqual([false, ...Array(10).fill(true)]);
  });

  it('is not ended by those of another user', () => {
    const all = tokens();
    const first = tokenIn(all.issue(BASIC, saml('agent-1@example.com'), 0));
    for (let n = 0; n < 10; n++) all.issue(BASIC, saml('agent-2@example.com'), 0);
    expect(all.callerOf(first, 0)).toEqual({ kind: 'user', userId: agentId(1) });
  });
});

it('a grant of another type is refused with unsupported_grant_type', () => {
  const answer = tokens().issue(BASIC, new URLSearchParams({ grant_type: 'password' }), 0);
  expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
});
