import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { anyLane } from '../deep.ts';
import { type Once, once as onceIn, Recorder } from '../script/harness.ts';
import { Servers } from './servers.ts';

const servers = new Servers();
afterEach(() => servers.close());

describe.each(['async', 'worker'] as const)('k6/http in the %s lane', (lane) => {
  /** What has the same code in both lanes. */
  const sameInBoth = describe.runIf(anyLane.includes(lane));
  const once = (text: string, given: Once = {}) => onceIn(text, { lane, ...given });

  const run = (body: string, context = new Recorder(), iterations = 1) =>
    once(
      `import http from 'k6/http'; import { check, group } from 'k6';
     const show = (...v) => console.log(...v);
     export default async function () { ${body} }`,
      { context, iterations },
    );

  describe('a request', () => {
    it('an awaited verb gives the response', async () => {
      const address = await servers.http((request, response) => {
        response.setHeader('x-method', request.method ?? '');
        response.setHeader('set-cookie', 'a=1; Path=/; HttpOnly');
        response.end('{"items":[{"id":1},{"id":2}],"a.b":3}');
      });
      const { context } = await run(`
      const r = await http.get('http://${address}/x?y=1');
      show(r.status, r.status_text, r.proto, r.headers['X-Method'], r.error, r.error_code, r.url);
      show(r.json('items.1.id'), r.json('items.#'), r.json('items.#.id'), r.json('a\\\\.b'), r.json('nope'));
      show(r.json().items instanceof Array, r.cookies.a[0].value, r.remote_ip, typeof r.remote_port);
      show(Object.keys(r.timings).sort().join());
      show(r.request.method, r.request.url);`);
      expect(context.printed).toEqual([
        `200 200 OK HTTP/1.1 GET  0 http://${address}/x?y=1`,
        '2 2 [1,2] 3 undefined',
        'true 1 127.0.0.1 number',
        'blocked,connecting,duration,looking_up,receiving,sending,tls_handshaking,waiting',
        `GET http://${address}/x?y=1`,
      ]);
    });

    it('a request pushes each http metric once, with k6’s tags', async () => {
      const address = await servers.http((_request, response) => response.end('ok'));
      const { context } = await run(`await http.get('http://${address}/')`);
      const names = context.samples.map(({ metric }) => metric).filter((name) => name.startsWith('http_'));
      expect(names.sort()).toEqual([
        'http_req_blocked',
        'http_req_connecting',
        'http_req_duration',
        'http_req_failed',
        'http_req_receiving',
        'http_req_sending',
        'http_req_tls_handshaking',
        'http_req_waiting',
        'http_reqs',
      ]);
      expect(context.of('http_reqs')[0]?.tags).toEqual({
        scenario: 'default',
        group: '',
        method: 'GET',
        status: '200',
        proto: 'HTTP/1.1',
        url: `http://${address}/`,
        name: `http://${address}/`,
        expected_response: 'true',
      });
      expect(context.values('http_req_failed')).toEqual([0]);
      const sum = ['sending', 'waiting', 'receiving'].map((part) => context.values(`http_req_${part}`)[0] ?? 0);
      expect(context.values('http_req_duration')[0]).toBeCloseTo(sum.reduce((a, b) => a + b));
    });

    it('an answer from 400 on has error code 1000 + status, and is not expected', async () => {
      const address = await servers.http((_request, response) => response.writeHead(429).end());
      const { context } = await run(`const r = await http.get('http://${address}/'); show(r.error_code, r.error);`);
      expect(context.printed).toEqual(['1429 ']);
      expect(context.of('http_reqs')[0]?.tags).toMatchObject({
        error_code: '1429',
        status: '429',
        expected_response: 'false',
      });
      expect(context.values('http_req_failed')).toEqual([1]);
    });

    it('expectedStatuses apply to one call, or to all by setResponseCallback', async () => {
      const address = await servers.http((_request, response) => response.writeHead(404).end());
      const { context } = await run(`
      await http.get('http://${address}/', { responseCallback: http.expectedStatuses(404, { min: 500, max: 599 }) });
      http.setResponseCallback(null);
      await http.get('http://${address}/');
      http.setResponseCallback(http.expectedStatuses(200));
      await http.get('http://${address}/');`);
      expect(context.values('http_req_failed')).toEqual([0, 1]);
      expect(context.of('http_reqs').map(({ tags }) => tags.expected_response)).toEqual(['true', undefined, 'false']);
    });

    it('a request sends text, bytes, forms and files', async () => {
      const seen: string[] = [];
      const address = await servers.http((request, response) => {
        let text = '';
        request.on('data', (chunk) => {
          text += chunk;
        });
        request.on('end', () => {
          seen.push(
            `${request.method} ${request.headers['content-type']?.split(';')[0]} ${request.headers['content-length']} ${text}`,
          );
          response.end();
        });
      });
      await run(`
      const url = 'http://${address}/';
      await http.post(url, 'text', { headers: { 'content-type': 'text/plain' } });
      await http.put(url, new Uint8Array([65, 66]).buffer);
      await http.patch(url, { b: 'x y', a: 1 });
      await http.del(url);
      await http.request('post', url);
      await http.post(url, { f: http.file('data', 'a.txt', 'text/x') });`);
      expect(seen.slice(0, 5)).toEqual([
        'POST text/plain 4 text',
        'PUT undefined 2 AB',
        'PATCH application/x-www-form-urlencoded 9 a=1&b=x+y',
        'DELETE undefined undefined ',
        'POST undefined 0 ',
      ]);
      expect(seen[5]).toMatch(
        /^POST multipart\/form-data [\s\S]*name="f"; filename="a.txt"\r\nContent-Type: text\/x\r\n\r\ndata/,
      );
    });

    it('http.url names a URL by its template', async () => {
      const address = await servers.http((_request, response) => response.end());
      const { context } = await run(`await http.get(http.url\`http://${address}/\${7}/x\`)`);
      expect(context.of('http_reqs')[0]?.tags.name).toBe(`http://${address}/\${}/x`);
    });

    it('redirects are followed with a sample each, up to maxRedirects', async () => {
      const address = await servers.http((request, response) => {
        const hop = Number(request.url?.slice(1));
        if (hop < 3) response.writeHead(302, { location: `/${hop + 1}` }).end();
        else response.end('end');
      });
      const { context } = await run(`
      const r = await http.post('http://${address}/1', 'x'); show(r.status, r.url, r.request.method);
      const s = await http.get('http://${address}/1', { redirects: 1 }); show(s.status, s.url);`);
      expect(context.printed).toEqual([`200 http://${address}/3 GET`, `302 http://${address}/2`]);
      expect(context.of('http_reqs').map(({ tags }) => tags.status)).toEqual(['302', '302', '200', '302', '302']);
      expect(context.logs.map(({ message }) => message)).toContainEqual(
        expect.stringContaining('Stopped after 1 redirects'),
      );
    });

    it('cookies last for one iteration', async () => {
      const seen: unknown[] = [];
      const address = await servers.http((request, response) => {
        seen.push(request.headers.cookie);
        response.setHeader('set-cookie', 'sid=1; Path=/').end();
      });
      const body = `await http.get('http://${address}/'); await http.get('http://${address}/', { cookies: { extra: 'e' } });`;
      await run(body, new Recorder(), 2);
      expect(seen).toEqual([undefined, 'sid=1; extra=e', undefined, 'sid=1; extra=e']);
    });

    it('a VU reuses its connection, unless told not to', async () => {
      const ports = new Set<unknown>();
      const address = await servers.http((request, response) => {
        ports.add(request.socket.remotePort);
        response.end('x');
      });
      const body = `await http.get('http://${address}/'); await http.get('http://${address}/');`;
      await run(body);
      expect(ports.size).toBe(1);
      await run(body, new Recorder({ noConnectionReuse: true }));
      expect(ports.size).toBe(3);
    });

    it('a body is decompressed, discarded or given as bytes, as the call asks', async () => {
      const address = await servers.http((_request, response) => {
        response.setHeader('content-encoding', 'gzip').end(gzipSync('plain'));
      });
      const { context } = await run(`
      show((await http.get('http://${address}/')).body);
      show((await http.get('http://${address}/', { responseType: 'none' })).body);
      const b = (await http.get('http://${address}/', { responseType: 'binary' })).body; show(b instanceof ArrayBuffer, b.byteLength);`);
      expect(context.printed).toEqual(['plain', 'null', 'true 5']);
    });

    it('a batch runs side by side and answers in the shape it was given', async () => {
      let open = 0;
      let maxOpen = 0;
      const waiting: (() => void)[] = [];
      const address = await servers.http((_request, response) => {
        open += 1;
        maxOpen = Math.max(maxOpen, open);
        waiting.push(() => {
          open -= 1;
          response.end();
        });
        if (waiting.length === 3) for (const answer of waiting.splice(0)) answer();
      });
      const { context } = await run(`
      const u = 'http://${address}/';
      const a = await http.batch([u, ['POST', u, 'x'], { method: 'PUT', url: u }]);
      show(a instanceof Array, a.map((r) => r.request.method).join());
      const b = await http.batch({ one: u, two: u, three: u }); show(Object.keys(b).sort().join());`);
      expect(context.printed).toEqual(['true GET,POST,PUT', 'one,three,two']);
      expect(maxOpen).toBe(3);
    });

    it('asyncRequest does not hold timers back', async () => {
      let answer = (): void => undefined;
      const address = await servers.http((_request, response) => {
        answer = () => response.end();
        if (ticked) answer();
      });
      let ticked = false;
      const context = new Recorder();
      const running = run(
        `const p = http.asyncRequest('GET', 'http://${address}/'); setTimeout(() => show('timer'), 1); const r = await p; show(r.status, p instanceof Promise)`,
        context,
      );
      await expect.poll(() => context.printed.length).toBe(1);
      ticked = true;
      answer();
      await running;
      expect(context.printed).toEqual(['timer', '200 true']);
    });

    it('credentials in the URL authenticate the request and are hidden in tags', async () => {
      const seen: unknown[] = [];
      const address = await servers.http((request, response) => {
        seen.push(request.headers.authorization);
        response.end();
      });
      const { context } = await run(`await http.get('http://user:pass@${address}/', { auth: 'basic' })`);
      expect(seen).toEqual([`Basic ${Buffer.from('user:pass').toString('base64')}`]);
      expect(context.of('http_reqs')[0]?.tags.url).toBe(`http://****:****@${address}/`);
    });
  });

  sameInBoth('a request that fails', () => {
    const failure = async (url: string, params = '{}') => {
      const { context } = await run(
        `const r = await http.get('${url}', ${params}); show(r.status, r.error_code, r.error, r.body)`,
      );
      return context;
    };

    it('a refused connection has the error code 1212', async () => {
      const address = await servers.nobody();
      const context = await failure(`http://${address}/`);
      expect(context.printed).toEqual(['0 1212 dial: connection refused null']);
      expect(context.of('http_reqs')[0]?.tags).toMatchObject({
        status: '0',
        error: 'dial: connection refused',
        error_code: '1212',
        expected_response: 'false',
      });
      expect(context.logs.find(({ level }) => level === 'warning')?.message).toBe(
        `Request Failed: Get "http://${address}/": dial tcp ${address}: connect: connection refused`,
      );
    });

    it('a host that does not exist has the error code 1101', async () => {
      expect((await failure('http://no-such.invalid/')).printed).toEqual(['0 1101 lookup: no such host null']);
    });

    it('a timeout has the error code 1050', async () => {
      const address = await servers.http(() => undefined);
      expect((await failure(`http://${address}/`, `{ timeout: '20ms' }`)).printed).toEqual([
        '0 1050 request timeout null',
      ]);
    });

    it('a timeout is a Go duration, days included, or milliseconds; anything else throws', async () => {
      const address = await servers.http((_request, response) => response.end('ok'));
      const { context } = await run(`
        for (const timeout of ['1d', '1m30s', 60000, '60000', '1.2.3s', 'soon'])
          try { show((await http.get('http://${address}/', { timeout })).status) } catch (e) { show(e.message) }`);
      expect(context.printed).toEqual([
        ...['200', '200', '200', '200'],
        ...['1.2.3s', 'soon'].map(
          (text) => `invalid duration "${text}": write 500ms, 10s, 1m30s or a number of milliseconds`,
        ),
      ]);
    });

    it('a reset has the error code 1220', async () => {
      const address = await servers.tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
      expect((await failure(`http://${address}/`)).printed).toEqual(['0 1220 read: connection reset by peer null']);
    });

    it('the end of the stream before an answer is the error EOF', async () => {
      const address = await servers.tcp((socket) => socket.once('data', () => socket.end()));
      expect((await failure(`http://${address}/`)).printed).toEqual(['0 1000 EOF null']);
    });

    it('a text that is no URL has the error code 1020 and no sample', async () => {
      const context = await failure('nonsense');
      expect(context.printed[0]).toContain('0 1020 invalid URL');
      expect(context.of('http_reqs')).toEqual([]);
    });

    it('options.throw turns the error into an exception', async () => {
      const address = await servers.nobody();
      const { outcome } = await run(`await http.get('http://${address}/')`, new Recorder({ throw: true }));
      expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringContaining('connection refused') });
    });

    it('a 101 is an error: k6/http cannot upgrade', async () => {
      const address = await servers.tcp((socket) =>
        socket.once('data', () =>
          socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
        ),
      );
      expect((await failure(`http://${address}/`)).printed[0]).toContain('unsupported response status');
    });

    it('a host that is not loopback ends the run by name', async () => {
      const context = await failure('http://example.com/');
      expect(context.ends[0]).toMatchObject({ exitCode: 255, message: expect.stringContaining('"example.com"') });
    });
  });
});
