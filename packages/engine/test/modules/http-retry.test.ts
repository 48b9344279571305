import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { anyLane } from '../deep.ts';
import { once } from '../script/harness.ts';
import { Servers } from './servers.ts';

const servers = new Servers();
afterEach(() => servers.close());

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Answers the first request of its first connection; `second` is what it does at the second. Later connections answer all. */
async function dying(second: (socket: Socket) => void) {
  const requests: string[] = [];
  let connections = 0;
  const address = await servers.tcp((socket) => {
    connections += 1;
    const first = connections === 1;
    let served = 0;
    socket.on('data', (bytes) => {
      requests.push(bytes.toString('latin1').split(' ', 1)[0] ?? '');
      served += 1;
      if (first && served === 2) second(socket);
      else socket.write(ANSWER);
    });
  });
  return { address, requests, connections: () => connections };
}

const twice = (address: string, call: string) => `import http from 'k6/http';
  export default async function () {
    const url = 'http://${address}/';
    await http.get(url);
    const answer = await ${call};
    console.log(answer.status, answer.error_code, answer.error);
  }`;

const hangUp = (socket: Socket) => socket.end();

describe.each(anyLane)('a request on a kept connection that dies, in the %s lane', (lane) => {
  it.each([
    ['GET', `http.get(url)`],
    ['HEAD', `http.head(url)`],
    ['OPTIONS', `http.options(url)`],
    ['TRACE', `http.request('TRACE', url)`],
    ['POST', `http.post(url, 'x', { headers: { 'Idempotency-Key': '1' } })`],
    ['POST', `http.post(url, 'x', { headers: { 'X-Idempotency-Key': '1' } })`],
  ])('a %s made by %s is sent again on a fresh connection', async (method, call) => {
    const server = await dying(hangUp);
    const { context } = await once(twice(server.address, call), { lane });
    expect(context.printed).toEqual(['200 0 ']);
    expect(server.requests).toEqual(['GET', method, method]);
    expect(server.connections()).toBe(2);
    expect(context.values('http_reqs')).toEqual([1, 1]);
  });

  it('a request whose connection was reset is sent again too', async () => {
    const server = await dying((socket) => socket.resetAndDestroy());
    const { context } = await once(twice(server.address, 'http.get(url)'), { lane });
    expect(context.printed).toEqual(['200 0 ']);
  });

  it.each([
    ['POST', `http.post(url, 'x')`],
    ['PUT', `http.put(url, 'x')`],
    ['DELETE', `http.del(url)`],
  ])('a %s is not sent again, since it may have been done', async (method, call) => {
    const server = await dying(hangUp);
    const { context } = await once(twice(server.address, call), { lane });
    expect(context.printed).toEqual(['0 1000 EOF']);
    expect(server.requests).toEqual(['GET', method]);
  });

  it('a request whose answer has begun is not sent again', async () => {
    const server = await dying((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf'));
    const { context } = await once(twice(server.address, 'http.get(url)'), { lane });
    expect(context.printed).toEqual(['0 1000 unexpected EOF']);
    expect(server.requests).toEqual(['GET', 'GET']);
  });

  it('a request on a fresh connection is not sent again', async () => {
    let connections = 0;
    const address = await servers.tcp((socket) => {
      connections += 1;
      socket.once('data', () => socket.end());
    });
    const { context } = await once(
      `import http from 'k6/http';
      export default async function () { const { status, error } = await http.get('http://${address}/'); console.log(status, error); }`,
      { lane },
    );
    expect(context.printed).toEqual(['0 EOF']);
    expect(connections).toBe(1);
  });
});
