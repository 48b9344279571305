import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { exchangeCode, type JwtAnswer, refreshJwt } from '../../../../lib/genesys/guest/jwt-exchange.ts';
import { jwtExpiresAtMs } from '../../../../lib/genesys/guest/jwt-expiry.ts';
import type { ApiCall, UnexpectedAnswer } from '../../../../lib/genesys/platform/api-call.ts';
import { Servers } from '../../../../packages/engine/test/modules/servers.ts';
import { forget, iterate } from '../../../k6/vu.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  forget();
});

type Answer = (response: ServerResponse) => unknown;
const withJson =
  (status: number, body: unknown): Answer =>
  (response) =>
    response.writeHead(status).end(JSON.stringify(body));

/** What is made of an answer, what was asked, and what was told of the calls. */
async function asked(
  answer: Answer,
  ask: (api: string, called: (call: ApiCall | UnexpectedAnswer) => void) => Promise<JwtAnswer>,
) {
  const requests: { url: string; authorization: string | undefined; body: unknown }[] = [];
  const address = await servers.http(async (request: IncomingMessage, response) => {
    const { url = '', headers } = request;
    requests.push({ url, authorization: headers.authorization, body: JSON.parse(await text(request)) });
    answer(response);
  });
  const told: (ApiCall | UnexpectedAnswer)[] = [];
  let made: JwtAnswer | undefined;
  await iterate(async () => {
    made = await ask(`http://${address}`, (call) => told.push(call));
  });
  return { made, requests, told };
}

const code = { code: 'c', redirectUri: 'https://example.com/signed-in', codeVerifier: 'v' };
const WEB = '/api/v2/webdeployments/token';

describe('the exchange of a code', () => {
  it('gives JWT and refresh token, and asks without a token', async () => {
    const tokens = { jwt: 'j', refreshToken: 'r' };
    const { made, requests, told } = await asked(withJson(200, tokens), (api, called) =>
      exchangeCode(api, 'd1', code, called),
    );
    expect(made).toEqual({ ok: true, tokens });
    const url = `${WEB}/oauthcodegrantjwtexchange`;
    expect(requests).toEqual([{ url, authorization: undefined, body: { deploymentId: 'd1', oauth: code } }]);
    expect(told).toEqual([{ kind: 'call', name: `POST ${url}`, durationMs: expect.any(Number) }]);
  });

  it.each([400, 401, 403, 404])('is refused with %i', async (status) => {
    const { made } = await asked(withJson(status, {}), (api, called) => exchangeCode(api, 'd1', code, called));
    expect(made).toEqual({ ok: false, why: 'refused' });
  });

  it.each([
    ['429', withJson(429, {}), undefined],
    ['503', withJson(503, {}), undefined],
    ['no answer', (response: ServerResponse) => response.destroy(), undefined],
    ['a page of HTML', (response: ServerResponse) => response.end('<html>'), 'the body: not JSON; expected: JSON'],
    ['no JWT', withJson(200, { refreshToken: 'r' }), 'jwt: missing; expected: string'],
  ])('counts as unanswered with %s', async (_, answer, why) => {
    const { made, told } = await asked(answer, (api, called) => exchangeCode(api, 'd1', code, called));
    expect(made).toEqual({ ok: false, why: 'unanswered' });
    expect(told.flatMap((call) => (call.kind === 'unexpected-answer' ? [call.why] : []))).toEqual(why ? [why] : []);
  });
});

describe('the refresh of a JWT', () => {
  it('names the refresh token and the deployment', async () => {
    const { made, requests } = await asked(withJson(200, { jwt: 'j2' }), (api, called) =>
      refreshJwt(api, 'd1', 'r', called),
    );
    expect(made).toEqual({ ok: true, tokens: { jwt: 'j2' } });
    expect(requests).toMatchObject([{ url: `${WEB}/refresh`, body: { refreshToken: 'r', deploymentId: 'd1' } }]);
  });
});

describe('a JWT', () => {
  const jwtWith = (claims: string) => `head.${Buffer.from(claims).toString('base64url')}.signature`;

  it('tells when it expires', () => {
    expect(jwtExpiresAtMs(jwtWith('{"exp":1800000000,"name":"Zoë??>"}'))).toBe(1_800_000_000_000);
  });

  it.each(['', 'opaque', 'a.b', jwtWith('null'), jwtWith('{}'), jwtWith('{"exp":"soon"}'), jwtWith('no JSON')])(
    'never expires by what it tells as %j',
    (jwt) => {
      expect(jwtExpiresAtMs(jwt)).toBe(Number.POSITIVE_INFINITY);
    },
  );
});
