import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DirectIo } from '../../src/net/direct-io.ts';
import { anyLane } from '../deep.ts';
import { type Once, once as onceIn, Recorder } from '../script/harness.ts';
import { announceTooMuch, Servers } from './servers.ts';

const servers = new Servers();
afterEach(() => servers.close());

/** A script that prints each event of one `ws.connect` and what it returned. */
const watcher = (url: string, more = '', params = 'null') => `
  import ws from 'k6/ws';
  export default async function () {
    const response = await ws.connect('${url}', ${params}, (socket) => {
      console.log('callback');
      for (const name of ['open', 'message', 'binaryMessage', 'ping', 'pong', 'close']) socket.on(name, (v) => console.log(name, v));
      socket.on('error', (e) => console.log('error', e.error()));
      ${more}
    });
    console.log(JSON.stringify(response));
  }`;

const parsed = (context: Recorder) => JSON.parse(context.printed.at(-1) ?? '') as Record<string, unknown>;

describe.each(['async', 'worker'] as const)('k6/ws in the %s lane', (lane) => {
  /** What has the same code in both lanes. */
  const sameInBoth = describe.runIf(anyLane.includes(lane));
  const once = (text: string, given: Once = {}) => onceIn(text, { lane, ...given });

  describe('a session', () => {
    it('connect runs the callback, then open, and returns after the close', async () => {
      const url = await servers.ws((socket) => socket.on('message', (data) => socket.send(`got ${data}`)));
      const { context, outcome } = await once(
        watcher(url, `socket.on('open', () => socket.send('hi')); socket.on('message', () => socket.close());`),
      );
      expect(outcome).toEqual({ kind: 'complete' });
      expect(context.printed.slice(0, -1)).toEqual(['callback', 'open undefined', 'message got hi', 'close 1001']);
      expect(parsed(context)).toMatchObject({ status: 101, url, body: '', error: '' });
      expect(context.values('ws_msgs_sent')).toEqual([1]);
      expect(context.values('ws_msgs_received')).toEqual([1]);
      expect(context.values('ws_sessions')).toEqual([1]);
      expect(context.of('ws_session_duration')).toHaveLength(1);
    });

    it('data_sent and data_received count every byte, those of the last frames too', async () => {
      const peers: Socket[] = [];
      const url = await servers.ws((_socket, request) => peers.push(request.socket));
      const { context } = await once(
        watcher(url, `socket.on('open', () => { socket.send('x'.repeat(1000)); socket.close() });`),
      );
      await expect.poll(() => peers[0]?.bytesRead).toBe(context.values('data_sent')[0]);
    });

    it('the url tag is always the raw URL, and name is not set', async () => {
      const url = await servers.ws((socket) => socket.close(1000));
      const { context } = await once(watcher(`${url}/?token=1`));
      expect(context.of('ws_sessions')[0]?.tags).toEqual({
        scenario: 'default',
        group: '',
        url: `${url}/?token=1`,
        status: '101',
        subproto: '',
      });
    });

    it('systemTags without url leave the url tag out', async () => {
      const url = await servers.ws((socket) => socket.close(1000));
      const context = new Recorder({ systemTags: new Set(['status', 'name']) });
      await once(watcher(url, '', `{ tags: { name: 'guest' } }`), { context });
      expect(context.of('ws_sessions')[0]?.tags).toEqual({ name: 'guest', status: '101' });
    });

    it('the timers of a socket take a delay above 0', async () => {
      const url = await servers.ws(() => undefined);
      const { context } = await once(
        watcher(
          url,
          `let n = 0; socket.setInterval(() => { console.log('tick'); n += 1; if (n === 2) socket.close(1000) }, 5);
         try { socket.setTimeout(() => {}, 0) } catch (e) { console.log(e.message) }`,
        ),
      );
      expect(context.printed.slice(0, -1)).toEqual([
        'callback',
        'setTimeout requires a >0 timeout parameter, received 0.00',
        'open undefined',
        'tick',
        'tick',
        'close 1000',
      ]);
    });

    it('a ping is measured by its pong', async () => {
      const url = await servers.ws(() => undefined);
      const { context } = await once(
        watcher(url, `socket.on('open', () => socket.ping()); socket.on('pong', () => socket.close())`),
      );
      expect(context.of('ws_ping')).toHaveLength(1);
      expect(context.values('ws_msgs_sent')).toEqual([]);
    });

    it('a close by the peer with 1011 is an error and a close', async () => {
      const url = await servers.ws((socket) => socket.close(1011, 'boom'));
      const { context } = await once(watcher(url));
      expect(context.printed.slice(2, -1)).toEqual([
        'error websocket: close 1011 (internal server error): boom',
        'close 1011',
      ]);
    });

    it('a message beyond the bound of the engine is an error that names it, and a close with 1009', async () => {
      const url = await servers.ws((socket) => announceTooMuch(socket));
      const { context } = await once(watcher(url));
      expect(context.printed.slice(2, -1)).toEqual([
        'error websocket: read limit exceeded: more than 67108864 bytes in one message',
        'close 1009',
      ]);
    });

    it('a TCP reset is a close 1001 without an error', async () => {
      const url = await servers.ws((socket) =>
        socket.on('message', () =>
          (socket as unknown as { _socket: { resetAndDestroy(): void } })._socket.resetAndDestroy(),
        ),
      );
      const { context } = await once(watcher(url, `socket.on('open', () => socket.send('x'))`));
      expect(context.printed.slice(2, -1)).toEqual(['close 1001']);
    });

    it('an exception in a handler comes out of connect', async () => {
      const url = await servers.ws((socket) => socket.send('x'));
      const { outcome } = await once(watcher(url, `socket.on('message', () => { throw new Error('mine') })`));
      expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringMatching(/^Error: mine at script.js:\d+/) });
    });
  });

  describe('an exception in a close handler', () => {
    it.each([
      ['the script', `socket.on('open', () => socket.close());`],
      ['the peer', `socket.on('open', () => socket.send('close'));`],
    ])('an exception in a close handler comes out of connect when %s closes', async (_who, more) => {
      const url = await servers.ws((socket) => socket.on('message', () => socket.close(1000)));
      const { context, outcome } = await once(
        watcher(url, `${more} socket.on('close', () => { throw new Error('mine') });`),
      );
      expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringMatching(/^Error: mine at script.js:/) });
      expect(context.of('ws_session_duration')).toHaveLength(1);
    });
  });

  describe('a second session', () => {
    it('a second connect inside a handler ends the run by name', async () => {
      const url = await servers.ws(() => undefined);
      const { context, outcome } = await once(
        watcher(url, `socket.on('open', () => { ws.connect('${url}', null, () => {}) });`),
      );
      expect(outcome).toMatchObject({ kind: 'threw' });
      expect(context.ends[0]).toMatchObject({
        exitCode: 107,
        message: expect.stringMatching(/ws\.connect inside a k6\/ws handler.* at script\.js:/),
      });
    });
  });

  sameInBoth('a refused upgrade', () => {
    it('connect returns the status, the headers and the first 1,024 bytes of the body, and runs no callback', async () => {
      const address = await servers.http((_request, response) => {
        response.writeHead(503, { 'retry-after': '7', 'x-many': ['a', 'b'] }).end('x'.repeat(3000));
      });
      const { context } = await once(watcher(`ws://${address}/`));
      expect(context.printed).toHaveLength(1);
      const response = parsed(context);
      expect(response).toMatchObject({ status: 503, url: '', error: '', body: 'x'.repeat(1024) });
      expect(response.headers).toMatchObject({ 'Retry-After': '7', 'X-Many': 'a, b' });
      expect(context.of('ws_sessions')[0]?.tags).toMatchObject({ status: '503', subproto: '' });
      expect(context.of('ws_connecting')).toHaveLength(1);
      expect(context.of('ws_session_duration')).toHaveLength(1);
    });

    it('a short chunked body is read whole', async () => {
      const address = await servers.http((_request, response) => {
        response.writeHead(429);
        response.write('too ');
        response.end('many');
      });
      const { context } = await once(watcher(`ws://${address}/`));
      expect(parsed(context)).toMatchObject({ status: 429, body: 'too many' });
    });

    it('connect returns status 0 and the error text when nobody answers', async () => {
      const address = await servers.nobody();
      const { context } = await once(watcher(`ws://${address}/`));
      expect(parsed(context)).toEqual({
        url: '',
        status: 0,
        headers: null,
        body: '',
        error: `dial tcp ${address}: connect: connection refused`,
      });
      expect(context.of('ws_sessions')[0]?.tags).not.toHaveProperty('status');
    });

    it('options.throw turns a refusal into an exception', async () => {
      const address = await servers.nobody();
      const { outcome } = await once(watcher(`ws://${address}/`), { context: new Recorder({ throw: true }) });
      expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringContaining('connection refused') });
    });
  });
});

describe('a handler of k6/ws in the async lane', () => {
  it('ws.connect holds every other callback of its VU back', async () => {
    const url = await servers.ws(() => undefined);
    const { context } = await onceIn(`import ws from 'k6/ws';
      export default async function () {
        setTimeout(() => console.log('timer'), 1);
        await ws.connect('${url}', null, (socket) => socket.setTimeout(() => { console.log('closing'); socket.close() }, 30));
        console.log('returned');
      }`);
    expect(context.printed).toEqual(['closing', 'returned', 'timer']);
  });

  it.each([
    ['a global timer', 'setTimeout(() => {}, 1)', 'setTimeout inside a k6/ws handler'],
    ['a WebSocket', `new WebSocket('ws://127.0.0.1:1')`, 'a WebSocket opened inside a k6/ws handler'],
    ['a request', `http.asyncRequest('GET', 'http://127.0.0.1:1')`, 'http.asyncRequest inside a k6/ws handler'],
    ['a blocking call', 'sleep(1)', 'sleep() was called inside a k6/ws handler'],
  ])('a handler that uses %s throws and ends the run', async (_what, code, message) => {
    const url = await servers.ws(() => undefined);
    const { context } = await onceIn(
      `import ws from 'k6/ws'; import http from 'k6/http'; import { WebSocket } from 'k6/websockets'; import { sleep } from 'k6';
      export default async function () { await ws.connect('${url}', null, (socket) => { socket.on('open', () => { ${code} }) }) }`,
      { lane: 'async' },
    );
    expect(context.ends[0]).toMatchObject({ exitCode: 107, message: expect.stringContaining(message) });
    expect(context.ends[0]?.message).toMatch(/ at script\.js:2/);
  });

  it('an async handler throws', async () => {
    const url = await servers.ws(() => undefined);
    const { context } = await onceIn(watcher(url, `socket.on('open', async () => {})`));
    expect(context.ends[0]?.message).toContain('an async function was given to k6/ws');
  });

  it.each([
    ['then', `Promise.resolve().then(() => console.log('ran'))`],
    ['an async function', `(async () => { await null; console.log('ran') })()`],
  ])('a handler that uses %s ends the run: in k6 no promise makes progress there', async (_what, code) => {
    const url = await servers.ws((socket) => socket.send('x'));
    const { context, outcome } = await onceIn(
      watcher(url, `socket.on('message', () => {\n ${code} }); socket.setTimeout(() => socket.close(), 60)`),
    );
    expect(outcome.kind).toBe('threw');
    expect(context.ends[0]?.message).toMatch(/^Error: hazard: a promise made progress .* at script\.js:\d+/);
  });

  it('promises that the engine settles are held back until connect has returned', async () => {
    const url = await servers.ws(() => undefined);
    const { context } = await onceIn(
      watcher(
        url,
        `crypto.subtle.digest('SHA-256', new Uint8Array(1)).then(() => console.log('digested'));
         socket.setTimeout(() => { console.log('closing'); socket.close() }, 30)`,
      ).replace('JSON.stringify(response)', `'returned'`),
    );
    expect(context.printed.filter((line) => !/^(callback|open|close) ?/.test(line))).toEqual([
      'closing',
      'returned',
      'digested',
    ]);
  });

  it('a handler that settles a promise that something waits for ends the run', async () => {
    const url = await servers.ws((socket) => socket.send('x'));
    const { context } = await onceIn(`import ws from 'k6/ws';
      export default async function () {
        let settle; const settled = new Promise((resolve) => { settle = resolve });
        settled.then(() => console.log('ran'));
        await ws.connect('${url}', null, (socket) => socket.on('message', () => { settle(); socket.setTimeout(() => socket.close(), 30) }));
      }`);
    expect(context.ends[0]?.message).toContain('a promise made progress');
  });

  it('a handler may settle a promise that is awaited after connect', async () => {
    const url = await servers.ws((socket) => socket.send('x'));
    const { context, outcome } = await onceIn(`import ws from 'k6/ws';
      export default async function () {
        let settle; const settled = new Promise((resolve) => { settle = resolve });
        await ws.connect('${url}', null, (socket) => socket.on('message', (text) => { settle(text); socket.close() }));
        console.log(await settled);
      }`);
    expect(outcome).toEqual({ kind: 'complete' });
    expect(context.printed).toEqual(['x']);
  });

  it('a closed socket arms no timer, which would outlive the run', async () => {
    const url = await servers.ws(() => undefined);
    const armed = vi.spyOn(DirectIo.prototype, 'after');
    const { outcome } = await onceIn(
      watcher(
        url,
        `socket.on('open', () => { socket.close(); socket.setInterval(() => console.log('tick'), 7); socket.setTimeout(() => console.log('tick'), 7); })`,
      ),
    );
    expect(outcome).toEqual({ kind: 'complete' });
    expect(armed.mock.calls.filter(([delayMs]) => delayMs === 7)).toEqual([]);
    armed.mockRestore();
  });

  it('an interrupt cuts the session with 1001 at once', async () => {
    const codes: number[] = [];
    const controller = new AbortController();
    const url = await servers.ws((socket) => {
      socket.on('close', (code) => codes.push(code));
      socket.on('message', () => controller.abort());
    });
    const { outcome, context } = await onceIn(watcher(url, `socket.on('open', () => socket.send('x'))`), {
      signal: controller.signal,
    });
    expect(outcome).toEqual({ kind: 'interrupted' });
    await expect.poll(() => codes).toEqual([1001]);
    expect(context.of('ws_session_duration')).toEqual([]);
  });
});
