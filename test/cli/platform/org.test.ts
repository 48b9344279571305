import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../cli/http/http-client.ts';
import { clientCredentialsIn } from '../../../cli/platform/oauth-client.ts';
import { Org } from '../../../cli/platform/org.ts';

const QUIET = { http: new HttpClient({}), say: () => undefined };
const servers: Server[] = [];
afterAll(() => servers.map((server) => server.close()));

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Serves an org that gives these answers to calls, one after the other, and a new token at each request for one. */
async function orgWith(answers: Answer[]) {
  const asked: string[] = [];
  let tokens = 0;
  const server = createServer((request, response) => {
    const isToken = request.url === '/oauth/token';
    if (isToken) tokens++;
    else asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    const { status, headers, body } = isToken
      ? { status: 200, headers: {}, body: { access_token: `token-${tokens}`, token_type: 'bearer', expires_in: 60 } }
      : (answers.shift() ?? { status: 500 });
    response
      .writeHead(status, headers)
      .end(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = { address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
  return { asked, target, org: Org.withClient(target, { id: 'id', secret: 'hidden' }, QUIET) };
}

describe('a call of the Platform API', () => {
  it('fetches a token once, and returns the body', async () => {
    const { org, asked } = await orgWith([{ status: 200, body: { id: 7 } }, { status: 204 }]);
    expect([await org.read('GET', '/a', { id: 'number' }), await org.send('PATCH', '/b', {})]).toEqual([
      { id: 7 },
      undefined,
    ]);
    expect(asked).toEqual(['GET /a Bearer token-1', 'PATCH /b Bearer token-1']);
  });

  it('is retried after the time that a 429 names', async () => {
    const { org, asked } = await orgWith([
      { status: 429, headers: { 'Retry-After': '1' } },
      { status: 200, body: 1 },
    ]);
    expect(await org.read('GET', '/a', 'number')).toBe(1);
    expect(asked).toHaveLength(2);
  });

  it('is retried with a new token when the first has expired', async () => {
    const { org, asked } = await orgWith([{ status: 401 }, { status: 200, body: 1 }]);
    expect(await org.read('GET', '/a', 'number')).toBe(1);
    expect(asked).toEqual(['GET /a Bearer token-1', 'GET /a Bearer token-2']);
  });

  it('is not carried on to where a redirect leads', async () => {
    const elsewhere = await orgWith([]);
    const Location = `http://${elsewhere.target.address}/a`;
    const { org } = await orgWith([{ status: 307, headers: { Location } }]);
    await expect(org.send('POST', '/a', {})).rejects.toThrow('/a: HTTP 307');
    expect(elsewhere.asked).toEqual([]);
  });

  it('throws one line with the org’s own words, and no secret, when it is refused', async () => {
    const { org, target } = await orgWith([{ status: 403, body: { message: 'You are\nnot allowed' } }]);
    const refused = org.send('GET', '/api/v2/x?name=private');
    await expect(refused).rejects.toThrow(`GET ${target.address}/api/v2/x: HTTP 403: You are not allowed`);
    await expect(refused).rejects.not.toThrow(/hidden|token-|private/);
  });
});

describe('an org that answers otherwise than its models say', () => {
  it.each<[string, unknown, string]>([
    ['a field missing', {}, 'id: missing; expected: string'],
    ['a field that is null', { id: null }, 'id: missing; expected: string'],
    ['a field of another type', { id: 7 }, 'id: number; expected: string'],
    ['a page of HTML with 200', '<html>hunter22</html>', 'the body: not JSON; expected: JSON'],
    ['an empty body', '', 'the body: missing; expected: object'],
    ['a list', [], 'the body: list; expected: object'],
    ['a text', '"x"', 'the body: string; expected: object'],
  ])('the org is named in one line with the call, the field and what was expected: %s', async (_, body, says) => {
    const { org, target } = await orgWith([{ status: 200, body }]);
    await expect(org.read('GET', '/api/v2/x?name=private', { id: 'string' })).rejects.toThrow(
      `GET ${target.address}/api/v2/x: answered with ${says}`,
    );
  });
});

describe('an org that does not answer', () => {
  it('is given up at the second try when it never answered, since its address may be mistyped', async () => {
    const { org, target } = await orgWith([]);
    await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))));
    await expect(org.send('GET', '/a')).rejects.toThrow(`${target.address}/oauth/token: no answer: ECONNREFUSED`);
  });
});

describe('client credentials', () => {
  it('are read from the environment', () => {
    const env = { GENESYS_CLIENT_ID: 'id', GENESYS_CLIENT_SECRET: 'hidden' };
    expect(clientCredentialsIn(env, { domain: 'mypurecloud.com' })).toEqual({ id: 'id', secret: 'hidden' });
  });

  it('are not needed for a tenant on this machine', () => {
    expect(clientCredentialsIn({}, { address: '127.0.0.1:7420' })).toEqual({ id: 'simulated', secret: 'simulated' });
  });

  it.each([
    [{}, /^GENESYS_CLIENT_ID: not in the environment; allowed: .* of an OAuth client of mypurecloud\.com$/],
    [{ GENESYS_CLIENT_ID: 'id' }, /^GENESYS_CLIENT_SECRET: not in the environment/],
  ])('are missed in one line when only %j is set', (env, says) => {
    expect(() => clientCredentialsIn(env, { domain: 'mypurecloud.com' })).toThrow(says);
  });
});
