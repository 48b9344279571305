import { afterEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../src/load-script.ts';
import { DirectIo } from '../../src/net/direct-io.ts';
import { anyLane } from '../deep.ts';
import { type Once, once as onceIn, Recorder } from '../script/harness.ts';
import { announceTooMuch, Servers } from './servers.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  vi.restoreAllMocks();
  limits.closeAnswerMs = 30_000;
});

/** A script that prints each event of one socket. */
const watcher = (url: string, more = '', params = 'null') => `
  import { WebSocket } from 'k6/websockets';
  export default function () {
    const ws = new WebSocket('${url}', null, ${params});
    const show = (e) => console.log([e.type, ws.readyState, e.data ?? e.error ?? ('code' in e ? e.code + ':' + e.reason : 'no code:' + e.reason)].join(' '));
    for (const name of ['open', 'message', 'error', 'close', 'ping', 'pong']) ws.addEventListener(name, show);
    ${more}
  }`;

describe.each(['async', 'worker'] as const)('k6/websockets in the %s lane', (lane) => {
  /** What has the same code in both lanes. */
  const sameInBoth = describe.runIf(anyLane.includes(lane));
  const once = (text: string, given: Once = {}) => onceIn(text, { lane, ...given });

  describe('a session', () => {
    it('a session opens, echoes, closes, and ends the iteration', async () => {
      const url = await servers.ws((socket) => socket.on('message', (data) => socket.send(data, { binary: false })));
      const { context, outcome } = await once(
        watcher(url, `ws.onopen = () => ws.send('hi'); ws.onmessage = () => ws.close();`),
      );
      expect(outcome).toEqual({ kind: 'complete' });
      expect(context.printed).toEqual(['open 1 no code:undefined', 'message 2 hi', 'close 3 1000:']);
      expect(context.values('ws_sessions')).toEqual([1]);
      expect(context.values('ws_msgs_sent')).toEqual([1, 1]);
      expect(context.values('ws_msgs_received')).toEqual([1]);
      expect(context.of('ws_connecting')).toHaveLength(1);
      expect(context.of('ws_session_duration')).toHaveLength(1);
      expect(context.values('iterations')).toEqual([1]);
      expect(context.values('data_sent')[0]).toBeGreaterThan(100);
      expect(context.values('data_received')[0]).toBeGreaterThan(100);
    });

    it('a session tags its samples with url, name, status and subproto, and no other tag of its own', async () => {
      const url = await servers.ws((socket) => socket.close());
      const { context } = await once(watcher(url));
      expect(context.of('ws_sessions')[0]?.tags).toEqual({
        scenario: 'default',
        group: '',
        url: `${url}/`,
        name: `${url}/`,
        status: '101',
        subproto: '',
      });
    });

    it('a name tag stands for url and name', async () => {
      const url = await servers.ws((socket) => socket.close());
      const { context } = await once(watcher(url, '', `{ tags: { name: 'guest', kind: 7 } }`));
      expect(context.of('ws_sessions')[0]?.tags).toMatchObject({ url: 'guest', name: 'guest', kind: '7' });
    });

    it('the on-handler runs first, then listeners in their order', async () => {
      const url = await servers.ws((socket) => socket.close());
      const { context } = await once(
        watcher(
          url,
          `ws.addEventListener('open', () => console.log('second')); ws.onopen = () => console.log('handler');`,
        ),
      );
      expect(context.printed.slice(0, 3)).toEqual(['handler', 'open 1 no code:undefined', 'second']);
    });

    it('binary data comes as a Blob, or as an ArrayBuffer of the script’s realm', async () => {
      const url = await servers.ws((socket) => {
        socket.send(Buffer.from([1, 2, 3]));
        socket.close();
      });
      const script = (type: string) => `import { WebSocket, Blob } from 'k6/websockets';
      export default function () {
        const ws = new WebSocket('${url}'); ws.binaryType = '${type}';
        ws.onmessage = async (e) => { console.log(e.data instanceof ArrayBuffer, e.data instanceof Blob, e.data.size, e.data.byteLength) };
      }`;
      expect((await once(script('blob'))).context.printed).toEqual(['false true 3 undefined']);
      expect((await once(script('arraybuffer'))).context.printed).toEqual(['true false undefined 3']);
    });

    it('the upgrade sends protocols and headers', async () => {
      const seen: unknown[] = [];
      const url = await servers.ws((socket, request) => {
        seen.push(request.headers['x-a'], request.headers['user-agent'], request.headers['sec-websocket-protocol']);
        socket.close();
      });
      const { context } = await once(`import { WebSocket } from 'k6/websockets';
      export default function () {
        const ws = new WebSocket('${url}', ['chat', 'other'], { headers: { 'x-a': 5 } });
        ws.onopen = () => console.log(ws.protocol);
      }`);
      expect(seen).toEqual(['5', 'Grafana k6/2.3.0', 'chat, other']);
      expect(context.printed).toEqual(['chat']);
      expect(context.of('ws_sessions')[0]?.tags.subproto).toBe('chat');
    });

    it('a ping carries a number and its pong is measured; pings of the server are answered', async () => {
      const url = await servers.ws((socket) => {
        socket.ping('x');
        socket.on('ping', () => setImmediate(() => socket.close(1000)));
      });
      const { context } = await once(watcher(url, 'ws.onopen = () => ws.ping();'));
      expect(context.of('ws_ping')).toHaveLength(1);
      expect(context.values('ws_msgs_sent')).toEqual([1]);
      expect(context.printed.map((line) => line.split(' ')[0]).sort()).toEqual(['close', 'open', 'ping', 'pong']);
    });
  });

  describe('the end of a session', () => {
    it('a close by the peer with any code but 1000 and 1001 is an error, then a close', async () => {
      const url = await servers.ws((socket) => socket.close(1011, 'boom'));
      const { context } = await once(watcher(url));
      expect(context.printed.slice(1)).toEqual([
        'error 3 websocket: close 1011 (internal server error): boom',
        'close 3 1011:boom',
      ]);
    });

    it('a message beyond the bound of the engine is an error that names it, then a close with 1009', async () => {
      const url = await servers.ws((socket) => announceTooMuch(socket));
      const { context } = await once(watcher(url));
      expect(context.printed.slice(1)).toEqual([
        'error 3 websocket: read limit exceeded: more than 67108864 bytes in one message',
        'close 3 1009:',
      ]);
    });

    it('a close without a code is 1005', async () => {
      const url = await servers.ws((socket) => socket.close());
      const { context } = await once(watcher(url));
      expect(context.printed.slice(1)).toEqual(['error 3 websocket: close 1005 (no status)', 'close 3 1005:']);
    });

    it('a close by the peer with 1001 is only a close', async () => {
      const url = await servers.ws((socket) => socket.close(1001, 'bye'));
      const { context } = await once(watcher(url));
      expect(context.printed.slice(1)).toEqual(['close 3 1001:bye']);
    });

    it('the end of the TCP stream is 1006', async () => {
      const url = await servers.ws((socket) => (socket as unknown as { _socket: { end(): void } })._socket.end());
      const { context } = await once(watcher(url));
      expect(context.printed.slice(1)).toEqual([
        'error 3 websocket: close 1006 (abnormal closure): unexpected EOF',
        'close 3 1006:unexpected EOF',
      ]);
    });

    it('a TCP reset is a close without a code and no error', async () => {
      const url = await servers.ws((socket) =>
        socket.on('message', () =>
          (socket as unknown as { _socket: { resetAndDestroy(): void } })._socket.resetAndDestroy(),
        ),
      );
      const { context } = await once(watcher(url, "ws.onopen = () => ws.send('x')"));
      expect(context.printed.slice(1)).toEqual(['close 3 no code:']);
    });
  });

  describe('a frame that could not be written', () => {
    it('a frame that could not be written is an error, then a close without a code', async () => {
      vi.spyOn(DirectIo.prototype, 'connect').mockImplementation((_request, events) => {
        setImmediate(() => {
          events.opened({ status: 101, headers: {}, body: '', protocol: '', extensions: '', remoteIp: '' });
          events.ended({ code: 0, reason: '', error: 'write: broken pipe', unwritten: true });
        });
        return { buffered: 0, send: () => undefined, destroy: () => undefined };
      });
      const { context } = await once(watcher('ws://127.0.0.1:1/'));
      expect(context.printed.slice(1)).toEqual(['error 3 write: broken pipe', 'close 3 no code:']);
    });
  });

  sameInBoth('a refused upgrade', () => {
    it('a refusal is "bad handshake" and a close without a code, whatever HTTP answered', async () => {
      const address = await servers.http((_request, response) => {
        response.writeHead(503).end('Max concurrent connections exceeded for tenant');
      });
      const { context, outcome } = await once(watcher(`ws://${address}/`));
      expect(outcome).toEqual({ kind: 'complete' });
      expect(context.printed).toEqual(['error 3 websocket: bad handshake', 'close 3 no code:']);
      expect(context.of('ws_sessions')[0]?.tags).toMatchObject({ status: '503', subproto: '' });
      expect(context.of('ws_connecting')).toHaveLength(1);
      expect(context.of('ws_session_duration')).toHaveLength(0);
    });

    it('a redirect is not followed', async () => {
      const address = await servers.http((_request, response) => {
        response.writeHead(302, { location: 'ws://127.0.0.1:1/' }).end();
      });
      const { context } = await once(watcher(`ws://${address}/`));
      expect(context.of('ws_sessions')[0]?.tags.status).toBe('302');
    });

    it('an upgrade where nobody listens has no status tag and Go’s dial error', async () => {
      const address = await servers.nobody();
      const { context } = await once(watcher(`ws://${address}/`));
      expect(context.printed[0]).toBe(`error 3 dial tcp ${address}: connect: connection refused`);
      expect(context.of('ws_sessions')[0]?.tags).toEqual({
        scenario: 'default',
        group: '',
        url: `ws://${address}/`,
        name: `ws://${address}/`,
      });
    });

    it('a peer that ends before its answer is EOF, and one that ends within it unexpected EOF', async () => {
      const silent = await servers.tcp((socket) => socket.once('data', () => socket.end()));
      expect((await once(watcher(`ws://${silent}/`))).context.printed[0]).toBe('error 3 EOF');
      const half = await servers.tcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 101 Swi')));
      expect((await once(watcher(`ws://${half}/`))).context.printed[0]).toBe('error 3 unexpected EOF');
    });

    it('a reset is an error that says so', async () => {
      const address = await servers.tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
      expect((await once(watcher(`ws://${address}/`))).context.printed[0]).toMatch(
        /^error 3 read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: read: connection reset by peer$/,
      );
    });

    it('a host that does not exist is an error that says so', async () => {
      expect((await once(watcher('ws://no-such.invalid/'))).context.printed[0]).toBe(
        'error 3 lookup no-such.invalid: no such host',
      );
    });

    it('headers that the dialer sets itself are refused', async () => {
      const { context } = await once(watcher('ws://127.0.0.1:1/', '', `{ headers: { upgrade: 'x' } }`));
      expect(context.printed[0]).toBe('error 3 websocket: duplicate header not allowed: Upgrade');
    });

    it('a refusal without a listener is silent', async () => {
      const address = await servers.nobody();
      const { context, outcome } = await once(`import { WebSocket } from 'k6/websockets';
      export default function () { new WebSocket('ws://${address}/') }`);
      expect(outcome).toEqual({ kind: 'complete' });
      expect(context.logs).toEqual([]);
    });

    it('an error handler that throws keeps close handlers from running and fails the iteration', async () => {
      const address = await servers.nobody();
      const { context, outcome } = await once(
        watcher(`ws://${address}/`, `ws.onerror = () => { throw new Error('mine') };`),
      );
      expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringContaining('Error: mine at script.js:') });
      expect(context.printed).toEqual([]);
      expect(context.values('iterations')).toEqual([1]);
    });
  });

  sameInBoth('the constructor and its methods', () => {
    const thrown = async (args: string) => {
      const { context } = await once(`import { WebSocket } from 'k6/websockets';
      export default function () { try { new WebSocket(${args}) } catch (e) { console.log(e.message, e instanceof Error) } }`);
      return context.printed[0];
    };

    it.each([
      ['', 'WebSocket requires a url true'],
      ["'nonsense'", 'WebSocket requires valid url, but got "nonsense" true'],
      ["'http://127.0.0.1/'", 'WebSocket requires url with scheme ws or wss, but got "http" true'],
      ["'ws://127.0.0.1/#x'", 'WebSocket requires no url fragment, but got "x" true'],
      ["'ws://127.0.0.1/', null, { timeout: 1 }", "unknown WebSocket's option timeout true"],
      [
        "'ws://127.0.0.1/', null, { compression: 'gzip' }",
        "unsupported compression algorithm 'gzip', supported algorithm is 'deflate' true",
      ],
    ])('the constructor refuses (%s)', async (args, message) => {
      expect(await thrown(args)).toBe(message);
    });

    it('send and ping throw InvalidStateError when it is not open', async () => {
      const url = await servers.ws((socket) => socket.close(1000));
      const { context } = await once(watcher(url, `try { ws.send('x') } catch (e) { console.log(e.message) }`));
      expect(context.printed[0]).toContain('InvalidStateError');
    });

    it('close takes the codes 1000 and 3000 to 4999 only', async () => {
      const url = await servers.ws(() => undefined);
      const { context } = await once(
        watcher(
          url,
          `ws.onopen = () => { try { ws.close(1001) } catch (e) { console.log(e.message) } ws.close(4000, 'done') }`,
        ),
      );
      expect(context.printed[0]).toContain('InvalidAccessError');
      expect(context.printed.slice(-2)).toEqual(['error 3 websocket: close 4000: done', 'close 3 4000:done']);
    });
  });

  describe('a peer that closes while a blocking call is outstanding', () => {
    it('the peer leaves close() nothing to wait for, and no unwritten frame is counted', async () => {
      limits.closeAnswerMs = 1;
      let closed = (_then: () => void): void => undefined;
      const url = await servers.ws((socket) => {
        closed = (then) => {
          socket.on('close', then);
          socket.close(1000);
        };
      });
      const address = await servers.http((_request, response) => closed(() => response.end()));
      const blocking = lane === 'async' ? 'await ' : '';
      const { context, outcome } = await once(`import { WebSocket } from 'k6/websockets';
      import { sleep } from 'k6'; import http from 'k6/http';
      export default async function () {
        const ws = new WebSocket('${url}');
        await new Promise((resolve) => { ws.onopen = resolve });
        ws.onclose = (e) => console.log('close', e.code);
        ${blocking}http.get('http://${address}/');
        ws.send('x'); ws.close();
        ${blocking}sleep(0.05);
      }`);
      expect(outcome).toEqual({ kind: 'complete' });
      expect(context.ends).toEqual([]);
      expect(context.printed).toEqual(['close 1000']);
      expect(context.values('ws_msgs_sent')).toEqual([]);
    });
  });

  describe('an interrupted iteration', () => {
    it('an interrupted iteration closes sockets with 1000, drops timers, runs no handler and pushes only the data counters', async () => {
      const codes: number[] = [];
      let opened = (): void => undefined;
      const whenOpen = new Promise<void>((resolve) => {
        opened = resolve;
      });
      const url = await servers.ws((socket) => {
        socket.on('close', (code) => codes.push(code));
        opened();
      });
      const controller = new AbortController();
      const context = new Recorder();
      const running = once(watcher(url, 'setTimeout(() => {}, 60000); setInterval(() => {}, 60000);'), {
        context,
        signal: controller.signal,
      });
      await whenOpen;
      while (context.printed.length === 0) await new Promise((resolve) => setImmediate(resolve));
      context.samples.length = 0;
      controller.abort();
      const { outcome } = await running;
      expect(outcome).toEqual({ kind: 'interrupted' });
      expect(context.samples.map(({ metric }) => metric)).toEqual(['data_sent', 'data_received']);
      expect(context.printed).toEqual(['open 1 no code:undefined']);
      expect(context.logs.map(({ message }) => message)).toContain(
        'setTimeout 1 was stopped because the VU iteration was interrupted',
      );
      expect(context.logs.map(({ message }) => message)).toContain(
        'setInterval 2 was stopped because the VU iteration was interrupted',
      );
      await expect.poll(() => codes).toEqual([1000]);
    });

    it('an exception in a message handler cuts its own TCP connection and closes the others with 1000', async () => {
      const codes: Record<string, number> = {};
      const url = await servers.ws((socket, request) => {
        socket.on('close', (code) => {
          codes[request.url ?? ''] = code;
        });
        if (request.url === '/a') socket.on('message', () => socket.send('now'));
      });
      const { outcome } = await once(`import { WebSocket } from 'k6/websockets';
      export default function () {
        const b = new WebSocket('${url}/b');
        b.onopen = () => {
          const a = new WebSocket('${url}/a');
          a.onopen = () => a.send('go');
          a.onmessage = () => { throw new Error('broken') };
        };
      }`);
      expect(outcome).toMatchObject({ kind: 'threw' });
      await expect.poll(() => codes).toEqual({ '/a': 1006, '/b': 1000 });
    });
  });

  describe('a hazard', () => {
    it('close() on a socket that is still connecting ends the handshake, and the VU goes on', async () => {
      const address = await servers.tcp(() => undefined);
      const { context, outcomes } = await once(
        watcher(`ws://${address}/`, 'ws.close(); console.log(ws.readyState); ws.close();'),
        { iterations: 2 },
      );
      expect(outcomes).toEqual([{ kind: 'complete' }, { kind: 'complete' }]);
      expect(context.printed.slice(0, 3)).toEqual([
        '2',
        'error 3 websocket: close() cancelled the handshake',
        'close 3 no code:',
      ]);
      expect(context.values('ws_sessions')).toEqual([1, 1]);
      expect(context.ends).toEqual([]);
      expect(context.logs.filter(({ message }) => message.includes('still connecting'))).toHaveLength(1);
    });

    it('a peer that ignores the close frame is cut off, and neither its VU nor the run ends', async () => {
      limits.closeAnswerMs = 20;
      const address = await servers.tcp((socket) => {
        socket.once('data', async (data) => {
          const { createHash } = await import('node:crypto');
          const key = /Sec-WebSocket-Key: (.*)\r/.exec(data.toString())?.[1];
          const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
          socket.write(
            `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
          );
        });
      });
      const { context, outcomes } = await once(watcher(`ws://${address}/`, 'ws.onopen = () => ws.close();'), {
        iterations: 2,
      });
      expect(outcomes).toEqual([{ kind: 'complete' }, { kind: 'complete' }]);
      expect(context.ends).toEqual([]);
      expect(context.printed).toContain('close 3 1006:');
      expect(context.values('ws_session_duration')).toHaveLength(2);
      const warnings = context.logs.filter(({ message }) => message.includes('unanswered for 0.02 s and was cut off'));
      expect(warnings.map(({ level }) => level)).toEqual(['warning']);
    });

    it('a reconnect straight from onclose ends the run by name', async () => {
      const url = await servers.ws((socket) => socket.close(1000));
      const { context } = await once(watcher(url, `ws.onclose = () => { new WebSocket('${url}') };`));
      expect(context.ends[0]?.message).toContain('reconnecting straight from an onclose or onerror handler');
    });

    it('an address that is not loopback ends the run by name before a packet leaves', async () => {
      const { context } = await once(watcher('ws://192.0.2.1/'));
      expect(context.ends[0]).toMatchObject({ exitCode: 255 });
      expect(context.ends[0]?.message).toContain('"192.0.2.1" is not a loopback address');
      expect(context.printed[0]).toContain('error 3 "192.0.2.1" is not a loopback address');
    });
  });

  sameInBoth('the address that is dialled', () => {
    it('the hosts option maps names', async () => {
      const seen: unknown[] = [];
      const url = await servers.ws((socket, request) => {
        seen.push(request.headers.host);
        socket.close(1000);
      });
      const port = url.split(':').at(-1);
      const context = new Recorder({ hosts: { 'webmessaging.example.com': `127.0.0.1:${port}` } });
      await once(watcher('ws://webmessaging.example.com/'), { context });
      expect(context.printed).toEqual(['open 1 no code:undefined', 'close 3 1000:']);
      expect(seen).toEqual(['webmessaging.example.com']);
    });

    it('an impossible port given by hosts is a dial error', async () => {
      const context = new Recorder({ hosts: { 'a.test': '127.0.0.1:70000' } });
      const { outcome } = await once(watcher('ws://a.test/'), { context });
      expect(outcome).toEqual({ kind: 'complete' });
      expect(context.printed).toEqual(['error 3 dial tcp: address 70000: invalid port', 'close 3 no code:']);
    });

    it('each VU dials from its own entry of localIPs', async () => {
      const seen: unknown[] = [];
      const url = await servers.ws((socket, request) => {
        seen.push(request.socket.remoteAddress);
        socket.close(1000);
      });
      await once(watcher(url), { context: new Recorder({ localIPs: ['127.0.0.2', '127.0.0.3'] }) });
      expect(seen).toEqual(['127.0.0.3']);
    });

    it('localhost is loopback', async () => {
      const url = await servers.ws((socket) => socket.close(1000));
      const { context } = await once(watcher(url.replace('127.0.0.1', 'localhost')));
      expect(context.printed.at(-1)).toBe('close 3 1000:');
    });
  });
});
