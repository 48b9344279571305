import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { ConsolidatedOptions } from '../../src/contract/options.ts';
import { destinationOf } from '../../src/net/dial-address.ts';
import { exchange } from '../../src/net/http-client.ts';
import { HttpPool } from '../../src/net/http-pool.ts';
import type { HttpReply } from '../../src/ports/http.ts';
import { Servers } from '../modules/servers.ts';

const servers = new Servers();
afterAll(() => servers.close());

const options = { hosts: {}, localIPs: [], insecureSkipTLSVerify: false } as Partial<ConsolidatedOptions>;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A server that answers each request by `answer`, which is told the connection's number and the request's on it. */
async function serve(answer: (socket: Socket, connection: number, request: number) => void): Promise<string> {
  let connections = 0;
  return await servers.tcp((socket) => {
    const connection = ++connections;
    let requests = 0;
    socket.on('data', () => answer(socket, connection, ++requests));
  });
}

function client(address: string, more: Partial<ConsolidatedOptions> = {}) {
  const pool = new HttpPool();
  const call = (method: string, { vuId = 1, headers = [] as [string, string][], timeoutMs = 5_000 } = {}) =>
    new Promise<HttpReply>((resolve) => {
      const all: [string, string][] = [['Host', address], ...headers];
      const request = { method, url: `http://${address}/x`, headers: all, body: undefined, timeoutMs };
      const caller = { vuId, traffic: { sent: 0, received: 0 } };
      const given = { ...options, ...more } as ConsolidatedOptions;
      const destination = destinationOf(request.url, given.hosts);
      exchange({ ...request, discardBody: false }, destination, resolve, caller, given, pool);
    });
  return { call, pool };
}

describe('the HTTP connections of a VU', () => {
  it('a connection is kept for the next request of the same VU, and for no other', async () => {
    const seen: number[] = [];
    const address = await serve((socket, connection) => {
      seen.push(connection);
      socket.write(OK);
    });
    const { call, pool } = client(address);
    for (const vuId of [1, 1, 2, 1]) await call('GET', { vuId });
    expect(seen).toEqual([1, 1, 2, 1]);
    pool.dispose();
  });

  it('a connection is kept for half of the time that the server names', async () => {
    const seen: number[] = [];
    const address = await serve((socket, connection) => {
      seen.push(connection);
      socket.write('HTTP/1.1 200 OK\r\nKeep-Alive: timeout=10\r\nContent-Length: 2\r\n\r\nok');
    });
    const { call, pool } = client(address);
    const started = performance.now();
    const clock = vi.spyOn(performance, 'now');
    for (const atMs of [0, 4_999, 9_998, 14_999]) {
      clock.mockReturnValue(started + atMs);
      await call('POST');
    }
    clock.mockRestore();
    expect(seen).toEqual([1, 1, 1, 2]);
    pool.dispose();
  });

  it('a connection is not kept with noConnectionReuse, and the server is told so', async () => {
    const heads: string[] = [];
    const address = await servers.tcp((socket) => {
      socket.on('data', (bytes) => {
        heads.push(String(bytes));
        socket.write(OK);
      });
    });
    const { call } = client(address, { noConnectionReuse: true });
    await call('GET');
    await call('GET');
    expect(heads.every((head) => head.includes('Connection: close'))).toBe(true);
  });

  it('the bytes of a connection count for the VU that uses it', async () => {
    const address = await serve((socket) => socket.write(OK));
    const caller = { vuId: 1, traffic: { sent: 0, received: 0 } };
    const request = { method: 'GET', url: `http://${address}/`, headers: [], body: undefined, timeoutMs: 5_000 };
    await new Promise((resolve) => {
      const given = options as ConsolidatedOptions;
      exchange(
        { ...request, discardBody: true },
        destinationOf(request.url, {}),
        resolve,
        caller,
        given,
        new HttpPool(),
      );
    });
    expect(caller.traffic).toEqual({ sent: 'GET / HTTP/1.1\r\n\r\n'.length, received: OK.length });
  });
});

describe('a kept connection that turns out to be dead', () => {
  /** The first connection dies at its second request, before an answer. */
  const dying = () =>
    serve((socket, connection, request) => {
      if (connection === 1 && request === 2) socket.destroy();
      else socket.write(OK);
    });

  it.each([
    ['GET', []],
    ['HEAD', []],
    ['OPTIONS', []],
    ['POST', [['Idempotency-Key', 'a']]],
    ['PATCH', [['X-Idempotency-Key', 'a']]],
  ] as [string, [string, string][]][])(
    'a dead connection does not fail a %s with %j, which goes out again as in Go',
    async (method, headers) => {
      const { call, pool } = client(await dying());
      await call('GET');
      expect(await call(method, { headers })).toMatchObject({ status: 200, error: '' });
      pool.dispose();
    },
  );

  it('a dead connection fails a POST, which may have been done', async () => {
    const { call } = client(await dying());
    await call('GET');
    expect(await call('POST')).toMatchObject({ status: 0, error: expect.stringMatching(/EOF|reset/) });
  });

  it('a connection that has ended is not used', async () => {
    let connections = 0;
    let gone = () => {};
    const ended = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const address = await serve((socket, connection) => {
      connections = connection;
      // Its close comes once the client has ended the connection too.
      socket.once('close', gone);
      socket.end(OK);
    });
    const { call, pool } = client(address);
    await call('GET');
    await ended;
    expect(await call('POST')).toMatchObject({ status: 200 });
    expect(connections).toBe(2);
    pool.dispose();
  });

  it('a request whose answer had begun is not sent again', async () => {
    const address = await serve((socket, _connection, request) => {
      if (request === 1) socket.write(OK);
      else socket.end('HTTP/1.1 200 OK\r\nContent-Le');
    });
    const { call } = client(address);
    await call('GET');
    expect(await call('GET')).toMatchObject({ status: 0, error: 'unexpected EOF' });
  });
});

describe('a request', () => {
  it('a request ends at its timeout', async () => {
    const { call } = client(await serve(() => undefined));
    expect(await call('GET', { timeoutMs: 20 })).toMatchObject({
      status: 0,
      errorCode: 1050,
      error: 'request timeout',
    });
  });

  it('a request whose timeout is longer than Node can wait is not cut at once', async () => {
    const { call } = client(await serve((socket) => setTimeout(() => socket.end(OK), 20)));
    expect(await call('GET', { timeoutMs: 2 ** 40 })).toMatchObject({ status: 200 });
  });

  it('a request to a port where nobody listens is refused', async () => {
    const { call } = client(await servers.nobody());
    expect(await call('GET')).toMatchObject({ errorCode: 1212, error: 'dial: connection refused' });
  });

  it('a request to an impossible port given by hosts is not dialled', async () => {
    const { call } = client('a.test', { hosts: { 'a.test': '127.0.0.1:70000' } });
    expect(await call('GET')).toMatchObject({ errorCode: 1210, error: 'dial tcp: address 70000: invalid port' });
  });
});
