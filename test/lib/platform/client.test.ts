import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { PlatformClient } from '../../../lib/platform/client.ts';
import { forget, iterate, recorder } from '../../engine/k6/vu.ts';
import { Servers } from '../../engine/modules/servers.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  forget();
});

/** Calls a server that answers as told, one after the other; gives what the client made of it and what arrived. */
async function called(...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
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
  const client = new PlatformClient(`http://${address}`, 'hunter22');
  let answer: unknown;
  const outcome = await iterate(async () => {
    answer = await client.call('POST', '/conversations/{id}', '/conversations/c1', { state: 'x' });
  });
  return { outcome, answer, requests };
}

const status =
  (code: number, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(code, headers).end();
const later = status(429, { 'retry-after': '0' });

describe('a call of the Platform API', () => {
  it('carries its token and body and gives the parsed answer', async () => {
    const { answer, requests } = await called((_, response) => response.end('{"id":"c1"}'));
    expect(answer).toEqual({ ok: true, body: { id: 'c1' } });
    expect(requests).toEqual([
      { method: 'POST', url: '/conversations/c1', authorization: 'bearer hunter22', body: '{"state":"x"}' },
    ]);
  });

  it('is measured under the name of its endpoint: no id and no token is a tag', async () => {
    await called((_, response) => response.end('{}'));
    expect(recorder.of('platform_request').map(({ tags }) => tags.name)).toEqual(['POST /conversations/{id}']);
    expect(recorder.values('platform_rate_limited')).toEqual([0]);
    expect(JSON.stringify(recorder.samples.map(({ tags }) => tags))).not.toContain('hunter22');
  });

  it.each([429, 503])('is tried again after %i, when Retry-After says', async (code) => {
    const { answer, requests } = await called(status(code, { 'retry-after': '0' }), (_, response) => response.end());
    expect(answer).toEqual({ ok: true, body: undefined });
    expect(requests).toHaveLength(2);
    expect(recorder.values('platform_rate_limited')).toEqual([code === 429 ? 1 : 0, 0]);
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
    const client = new PlatformClient(`http://${await servers.nobody()}`, 'hunter22');
    let answer: unknown;
    await iterate(async () => {
      answer = await client.call('GET', '/users/me', '/users/me');
    });
    expect(answer).toEqual({ ok: false, status: 0, reason: expect.stringContaining('connection refused') });
  });
});
