import { describe, expect, it } from 'vitest';
import { agentId } from '../../src/base/ready-made-ids.ts';
import { Tokens } from '../../src/platform/oauth/tokens.ts';
import { Agents } from '../../src/routing/agents.ts';

const BASIC = `Basic ${Buffer.from('simulated:simulated').toString('base64')}`;
const DAY_MS = 86_400_000;
const tokens = () => new Tokens(new Agents(3, 1));

const saml = (email: string, orgName = 'simulated') =>
  new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
    orgName,
    assertion: Buffer.from(`<saml:Subject><saml:NameID Format="x">${email}</saml:NameID></saml:Subject>`).toString(
      'base64',
    ),
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
