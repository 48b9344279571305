import type { ServerResponse } from 'node:http';
import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { afterEach, describe, expect, it } from 'vitest';
import { readHistory } from '../../../../lib/genesys/guest/history.ts';
import type { ApiCall } from '../../../../lib/genesys/platform/api-call.ts';
import { Servers } from '../../../../packages/engine/test/modules/servers.ts';
import { forget, iterate } from '../../../k6/vu.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  forget();
});

const JSON_OF = (body: unknown) => (response: ServerResponse) => response.end(JSON.stringify(body));

/** What is made of a history that the server answers so, page after page, and how many pages were asked for. */
async function read(answer: (page: number) => (response: ServerResponse) => unknown) {
  let pages = 0;
  const address = await servers.http((request, response) => {
    pages++;
    answer(Number(new URL(request.url ?? '', 'http://x').searchParams.get('pageNumber')))(response);
  });
  const calls: ApiCall[] = [];
  const unread: string[] = [];
  let history: StructuredMessage[] | undefined;
  const outcome = await iterate(async () => {
    const of = { api: `http://${address}`, origin: 'https://example.com', jwt: 'pass' };
    history = await readHistory(of, (call) => (call.kind === 'call' ? calls.push(call) : unread.push(call.why)));
  });
  expect(outcome).toEqual({ kind: 'complete' });
  const call = { kind: 'call', name: 'GET /api/v2/webmessaging/messages', durationMs: expect.any(Number) };
  expect(calls).toEqual(Array(pages).fill(call));
  return { pages, texts: history?.map(({ text }) => text) };
}

const pageOf = (pageCount: number) => (page: number) => JSON_OF({ entities: [{ text: `${page}` }], pageCount });

describe('the history of a session', () => {
  it('is read page by page to its end', async () => {
    expect(await read(pageOf(3))).toEqual({ pages: 3, texts: ['1', '2', '3'] });
  });

  it('a history with more pages than may be read is not known: what they would show is not lost', async () => {
    expect(await read(pageOf(10))).toEqual({ pages: 9, texts: undefined });
  });

  it('is not known where a page is refused', async () => {
    const answer = (page: number) =>
      page === 1 ? pageOf(2)(1) : (response: ServerResponse) => response.writeHead(429).end();
    expect(await read(answer)).toEqual({ pages: 2, texts: undefined });
  });

  it.each([
    ['no JSON', () => (response: ServerResponse) => response.end('<html>')],
    ['no page', () => JSON_OF({})],
  ])('is not known where %s comes with 200', async (_, answer) => {
    expect((await read(answer)).texts).toBeUndefined();
  });
});
