import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as pacing from '../../../../lib/base/delay.ts';
import type { ApiCall } from '../../../../lib/genesys/platform/api-call.ts';
import { type ClientLimits, PlatformClient, type TokenSource } from '../../../../lib/genesys/platform/client.ts';
import { Servers } from '../../../../packages/engine/test/modules/servers.ts';
import { forget, iterate, recorder } from '../../../k6/vu.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  forget();
});

const always: TokenSource = async () => 'hunter22';

type Reply = (request: IncomingMessage, response: ServerResponse) => void;

const post = (client: PlatformClient) => client.call('POST', '/conversations/:id', '/conversations/c1', { state: 'x' });

/** Calls a server that answers as told, one after the other; gives what the client made of it and what arrived. */
const called = (...answers: Reply[]) => calledWith({}, ...answers);

interface Setup {
  readonly source?: TokenSource;
  readonly limits?: ClientLimits;
  readonly use?: (client: PlatformClient) => Promise<unknown>;
}

async function calledWith({ source = always, limits = {}, use = post }: Setup, ...answers: Reply[]) {
  const requests: { method: string; url: string; authorization: string; body: string }[] = [];
  const address = await servers.http((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, authorization: headers.authorization ?? '', body });
      const answer = answers[requests.length - 1] ?? answers.at(-1);
      answer?.(request, response);
    });
  });
  const calls: ApiCall[] = [];
  const unread: string[] = [];
  const client = new PlatformClient(`http://${address}`, source, {
    called: (call) => (call.kind === 'call' ? calls.push(call) : unread.push(`${call.name}: ${call.why}`)),
    ...limits,
  });
  let answer: unknown;
  const outcome = await iterate(async () => {
    answer = await use(client);
  });
  return { outcome, answer, requests, calls, unread };
}

const status =
  (code: number, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(code, headers).end();
const later = status(429, { 'retry-after': '0' });

describe('a call of the Platform API', () => {
  it('is not carried on to where a redirect leads', async () => {
    for (const code of [301, 302, 303, 307, 308]) {
      const { answer, requests } = await called(status(code, { location: '/elsewhere' }));
      expect(answer).toEqual({ ok: false, status: code, reason: `HTTP ${code}` });
      expect(requests).toHaveLength(1);
    }
  });

  it('carries its token and body and gives the parsed answer', async () => {
    const { answer, requests } = await called((_, response) => response.end('{"id":"c1"}'));
    expect(answer).toEqual({ ok: true, body: { id: 'c1' } });
    expect(requests).toEqual([
      { method: 'POST', url: '/conversations/c1', authorization: 'bearer hunter22', body: '{"state":"x"}' },
    ]);
  });

  it('a call is reported under the name of its endpoint, and no id and no token is in the report or a tag', async () => {
    const { calls } = await called((_, response) => response.end('{}'));
    const call = { kind: 'call', name: 'POST /conversations/:id', durationMs: expect.any(Number), rateLimited: false };
    expect(calls).toEqual([call]);
    expect(recorder.samples.length).toBeGreaterThan(0);
    expect(JSON.stringify(recorder.samples.map(({ tags }) => tags))).not.toContain('hunter22');
  });

  it.each([429, 503])('is tried again after %i, when Retry-After says', async (code) => {
    const answers = [
      status(code, { 'retry-after': '0' }),
      (_: IncomingMessage, response: ServerResponse) => response.end(),
    ];
    const { answer, requests, calls } = await called(...answers);
    expect(answer).toEqual({ ok: true, body: undefined });
    expect(requests).toHaveLength(2);
    expect(calls.map(({ rateLimited }) => rateLimited)).toEqual([code === 429, false]);
  });

  it.each([
    ['the token', '{"limit":{"key":"token.rate.per.minute","namespace":"platform.api","value":300}}', 'token'],
    ['the organization', '{"limit":{"key":"queues","namespace":"routing","value":60}}', 'organization'],
    ['nobody', '{"limit":null}', 'untold'],
    ['nobody, in HTML', '<html>', 'untold'],
    ['nobody, in null', 'null', 'untold'],
  ])('says that a 429 names a limit of %s', async (_, body, limit) => {
    const { calls } = await called(
      (__, response) => response.writeHead(429, { 'retry-after': '0' }).end(body),
      (__, response) => response.end('{}'),
    );
    expect(calls.map((call) => call.limit)).toEqual([limit, undefined]);
  });

  it('is not tried again after 503 where it must not be done twice, and is after 429, when nothing was done', async () => {
    const once = (client: PlatformClient) => client.call('POST', '/messages', '/messages', {}, { once: true });
    const { answer, requests } = await calledWith({ use: once }, later, status(503, { 'retry-after': '0' }));
    expect(answer).toEqual({ ok: false, status: 503, reason: 'HTTP 503' });
    expect(requests).toHaveLength(2);
  });

  it('fails where what comes with 200 is not JSON, and quotes nothing of it', async () => {
    const { answer, outcome, unread } = await called((_, response) => response.end('<html>hunter22</html>'));
    expect(outcome).toEqual({ kind: 'complete' });
    expect(answer).toEqual({ ok: false, status: 200, reason: 'HTTP 200 with the body: not JSON; expected: JSON' });
    expect(unread).toEqual(['POST /conversations/:id: the body: not JSON; expected: JSON']);
  });

  it('gives up after five tries', async () => {
    const { answer, requests } = await called(later);
    expect(answer).toEqual({ ok: false, status: 429, reason: 'HTTP 429' });
    expect(requests).toHaveLength(5);
  });

  it('is not tried again after any other refusal', async () => {
    const { answer, requests } = await called(status(404));
    expect(answer).toEqual({ ok: false, status: 404, reason: 'HTTP 404' });
    expect(requests).toHaveLength(1);
  });

  it('says so when nothing answers', async () => {
    const client = new PlatformClient(`http://${await servers.nobody()}`, always);
    let answer: unknown;
    await iterate(async () => {
      answer = await client.call('GET', '/users/me', '/users/me');
    });
    expect(answer).toEqual({ ok: false, status: 0, reason: expect.stringContaining('connection refused') });
  });
});

describe('the limit of a token', () => {
  it('holds back calls of every other kind, until Retry-After has passed', async () => {
    const { delay } = pacing;
    const waits = vi.spyOn(pacing, 'delay');
    let begin = () => {};
    const limited = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let arrivedMeanwhile = -1;
    const arrivals: string[] = [];
    waits.mockImplementationOnce(async () => {
      begin();
      await delay(50);
      arrivedMeanwhile = arrivals.length;
    });
    const noted =
      (code: number): Reply =>
      (request, response) => {
        arrivals.push(`${request.method} ${request.url}`);
        response.writeHead(code, { 'retry-after': '7' }).end();
      };
    const others = ['GET', 'POST', 'PUT', 'PATCH'] as const;
    const use = async (client: PlatformClient) => {
      const first = client.call('GET', '/a', '/a');
      await limited;
      await Promise.all([first, ...others.map((method) => client.call(method, '/b', '/b'))]);
    };
    await calledWith({ use }, noted(429), noted(200));
    expect(waits.mock.calls).toEqual([[7_000]]);
    waits.mockRestore();
    expect(arrivedMeanwhile).toBe(1);
    expect(arrivals.sort()).toEqual(['GET /a', 'GET /a', 'GET /b', 'PATCH /b', 'POST /b', 'PUT /b']);
  });

  it('is not waited for beyond the last moment for a call', async () => {
    const lastMs = Date.now() + 50;
    const { answer, requests } = await calledWith({ limits: { lastMs } }, status(429, { 'retry-after': '3600' }));
    expect(answer).toEqual({ ok: false, status: 429, reason: 'HTTP 429' });
    expect(requests).toHaveLength(1);
  });
});

describe('a token that is refused', () => {
  const refusesFirst: Reply = (request, response) =>
    response.writeHead(request.headers.authorization === 'bearer old' ? 401 : 200).end();

  it('is replaced by another, with which all calls go on', async () => {
    const { answer, requests } = await calledWith(
      {
        source: async (refused) => (refused === undefined ? 'old' : 'new'),
        use: async (client) => [await Promise.all([post(client), post(client)]), await post(client)],
      },
      refusesFirst,
    );
    const fine = { ok: true, body: undefined };
    expect(answer).toEqual([[fine, fine], fine]);
    expect(requests.map(({ authorization }) => authorization).sort()).toEqual([
      ...['bearer new', 'bearer new', 'bearer new'],
      ...['bearer old', 'bearer old'],
    ]);
  });

  it.each([
    ['there is no other', undefined, 1],
    ['the other is refused too', 'newer', 2],
  ])(
    'a refused token ends all calls where %s: no further call goes out, and that is told once',
    async (_, other, requested) => {
      let told = 0;
      const { answer, requests } = await calledWith(
        {
          source: async (refused) => (refused === undefined ? 'old' : other),
          limits: { refused: () => told++ },
          use: async (client) => [await post(client), await post(client)],
        },
        status(401),
      );
      const refusal = { ok: false, status: 401, reason: 'no token that the API takes' };
      expect(answer).toEqual([refusal, refusal]);
      expect(requests).toHaveLength(requested);
      expect(told).toBe(1);
    },
  );
});
