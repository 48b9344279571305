import { afterEach, describe, expect, it } from 'vitest';
import { Servers } from '../modules/servers.ts';
import { load, once, Recorder, scenario } from '../script/harness.ts';

const servers = new Servers();
afterEach(() => servers.close());
const never = () => new AbortController().signal;
const job = { scenario, iterationInInstance: 0, iterationInTest: 0, iterationInScenario: 0 };

describe('a sync script in the worker lane', () => {
  it('the worker lane is chosen for a blocking call that is not awaited, and the reason names the call', async () => {
    const script = await load(
      `import http from 'k6/http';\nexport default function () { http.get('http://127.0.0.1:1/'); }`,
    );
    expect(script.laneOf('default')).toEqual({
      lane: 'worker',
      reason: 'http.get is not awaited at script.js:2:30',
    });
    await script.dispose();
  });

  it('http verbs, check and sleep really block', async () => {
    const address = await servers.http((_request, response) => response.end('{"ok":true}'));
    const { context, outcome } = await once(`
      import http from 'k6/http'; import { check, sleep, group } from 'k6';
      export default function () {
        const before = Date.now();
        group('reading', () => {
          const r = http.get('http://${address}/');
          check(r, { 'status is 200': (x) => x.status === 200, 'is ok': (x) => x.json('ok') });
        });
        sleep(0.05);
        console.log(Date.now() - before >= 50, __VU, __ITER);
      }`);
    expect(outcome).toEqual({ kind: 'complete' });
    expect(context.printed).toEqual(['true 1 0']);
    expect(context.of('checks').map(({ value, tags }) => [value, tags.check, tags.group])).toEqual([
      [1, 'status is 200', '::reading'],
      [1, 'is ok', '::reading'],
    ]);
    expect(context.of('http_reqs')[0]?.tags).toMatchObject({ status: '200', group: '::reading', scenario: 'default' });
    expect(context.values('iterations')).toEqual([1]);
    expect(context.values('data_received')[0]).toBeGreaterThan(50);
  });

  it('ws.connect blocks, its handlers run in order, timers outside are held back', async () => {
    const url = await servers.ws((socket) => socket.on('message', (data) => socket.send(`got ${data}`)));
    const { context } = await once(`
      import ws from 'k6/ws';
      export default function () {
        setTimeout(() => console.log('timer'), 1);
        const r = ws.connect('${url}', { tags: { name: 'x' } }, function (socket) {
          socket.on('open', () => { console.log('open'); socket.setInterval(() => socket.send('tick'), 10); });
          socket.on('message', (m) => { console.log(m); socket.close(); });
          socket.on('close', (code) => console.log('close', code));
        });
        console.log(r.status);
      }`);
    expect(context.printed).toEqual(['open', 'got tick', 'close 1001', '101', 'timer']);
    expect(context.values('ws_sessions')).toEqual([1]);
  });

  it('a refused ws.connect returns the status', async () => {
    const address = await servers.http((_request, response) => response.writeHead(503).end('full'));
    const { context } = await once(`import ws from 'k6/ws';
      export default function () { const r = ws.connect('ws://${address}/', () => {}); console.log(r.status, r.body) }`);
    expect(context.printed).toEqual(['503 full']);
  });

  it('k6/websockets, timers and promises run on the thread’s own loop', async () => {
    const url = await servers.ws((socket) => socket.on('message', (data) => socket.send(data, { binary: false })));
    const { context } = await once(
      `import { WebSocket } from 'k6/websockets'; import http from 'k6/http'; import { sleep } from 'k6';
      export default function () {
        sleep(0.001);
        const s = new WebSocket('${url}');
        s.onopen = () => s.send('hi');
        s.onmessage = (e) => { console.log(e.data); s.close() };
        s.onclose = (e) => console.log(e.code);
      }`,
    );
    expect(context.printed).toEqual(['hi', '1000']);
  });

  it('a batch runs side by side', async () => {
    const waiting: (() => void)[] = [];
    const address = await servers.http((_request, response) => {
      waiting.push(() => response.end());
      if (waiting.length === 2) for (const answer of waiting.splice(0)) answer();
    });
    const { context } = await once(`import http from 'k6/http';
      export default function () { console.log(http.batch(['http://${address}/', 'http://${address}/']).map((r) => r.status).join()) }`);
    expect(context.printed).toEqual(['200,200']);
  });

  it('a request inside a k6/ws handler blocks too, and frames wait for their turn', async () => {
    const address = await servers.http((_request, response) => response.end('body'));
    const url = await servers.ws((socket) => {
      socket.send('1');
      socket.send('2');
    });
    const { context } = await once(`import ws from 'k6/ws'; import http from 'k6/http';
      export default function () {
        ws.connect('${url}', (socket) => socket.on('message', (m) => {
          console.log('begin', m); console.log(http.get('http://${address}/').body); console.log('end', m); if (m === '2') socket.close(); }));
      }`);
    expect(context.printed).toEqual(['begin 1', 'body', 'end 1', 'begin 2', 'body', 'end 2']);
  });

  it('module state, exec and instance last, and an exception has its line', async () => {
    const { context, outcomes } = await once(
      `import { sleep } from 'k6'; import exec from 'k6/execution';
      let n = 0;
      export default function () { n += 1; sleep(0.001);
        console.log(n, exec.instance.vusActive, exec.scenario.progress, exec.scenario.name, exec.vu.idInTest);
        if (n === 2) throw new Error('second');
      }`,
      { iterations: 2 },
    );
    expect(context.printed).toEqual(['1 7 0.5 default 1', '2 7 0.5 default 1']);
    expect(outcomes[1]).toMatchObject({
      kind: 'threw',
      message: expect.stringMatching(/^Error: second at script\.js:5:\d+/),
    });
  });

  it('setup, teardown and handleSummary may block as well', async () => {
    const address = await servers.http((_request, response) => response.end('t'));
    const context = new Recorder();
    const script = await load(
      `import http from 'k6/http'; import { SharedArray } from 'k6/data';
       const rows = new SharedArray('rows', () => [{ n: 1 }]);
       export function setup() { return { token: http.get('http://${address}/').body } }
       export default function (data) { console.log(data.token, rows[0].n) }
       export function teardown(data) { console.log('down', data.token) }
       export function handleSummary(data) { return { stdout: JSON.stringify(data), 'b': new Uint8Array([7]) } }`,
      context,
    );
    await script.setup(never());
    expect(script.setupData).toEqual({ token: 't' });
    const vu = await script.createVu({ idInInstance: 1, idInTest: 1 });
    await vu.run(job, never());
    await vu.dispose();
    await script.teardown(never());
    expect(context.printed).toEqual(['t 1', 'down t']);
    const files = await script.handleSummary({ a: 1 }, never());
    expect(files?.stdout).toBe('{"a":1}');
    expect(new Uint8Array(files?.b as ArrayBuffer)).toEqual(new Uint8Array([7]));
    await script.dispose();
  });

  it('exec.test.abort and a script that throws in setup have their codes', async () => {
    const aborting = await load(`import { sleep } from 'k6'; import exec from 'k6/execution';
      export function setup() { sleep(0.001); exec.test.abort('no') } export default () => {}`);
    await expect(aborting.setup(never())).rejects.toMatchObject({ exitCode: 108, message: 'test aborted: no' });
    const throwing = await load(
      `import { sleep } from 'k6'; export function setup() { sleep(0.001); throw new Error('no') } export default () => {}`,
    );
    await expect(throwing.setup(never())).rejects.toMatchObject({ exitCode: 107 });
  });
});

describe('an interrupt in the worker lane', () => {
  const interrupted = async (body: string) => {
    const controller = new AbortController();
    const context = new Recorder();
    const running = once(`import { sleep } from 'k6'; export default function () { console.log('on'); ${body} }`, {
      context,
      lane: 'worker',
      signal: controller.signal,
    });
    await expect.poll(() => context.printed).toEqual(['on']);
    controller.abort();
    return { context, outcome: (await running).outcome };
  };

  it('an interrupt wakes a script that sleeps', async () => {
    const { context, outcome } = await interrupted(`sleep(60)`);
    expect(outcome).toEqual({ kind: 'interrupted' });
    expect(context.of('iterations')).toEqual([]);
    expect(context.of('data_sent')).toHaveLength(1);
  });

  it.each([
    ['never calls the engine', `for (;;) {}`],
    ['catches what its calls throw and tries again', `for (;;) { try { sleep(60) } catch { console.log('again') } }`],
  ])('an interrupt ends a thread that %s', async (_what, body) => {
    const { context, outcome } = await interrupted(body);
    expect(outcome).toEqual({ kind: 'interrupted' });
    expect(context.printed.length).toBeLessThan(100);
  });
});

describe('a library that replaces functions of a module', () => {
  const library = `
    const own = http.get;
    http.get = (url, params) => own(url, { ...params, headers: { Traceparent: 'traced' } });`;

  it.each([
    ['sync', `export default function () { console.log(http.get(URL).body) }`],
    ['async', `export default async function () { console.log((await http.get(URL)).body) }`],
  ])('it is heeded by a script that is %s, in threads where each VU has its own modules', async (_what, body) => {
    const address = await servers.http((request, response) => response.end(String(request.headers.traceparent)));
    const { context, outcome } = await once(
      `import http from 'k6/http'; ${library} ${body.replace('URL', `'http://${address}/'`)}`,
    );
    expect(outcome).toEqual({ kind: 'complete' });
    expect(context.printed).toEqual(['traced']);
  });

  it('it is no way for one VU to change the modules of another', async () => {
    const { outcome, context } = await once(
      `import encoding from 'k6/encoding'; export default function () { encoding.b64encode = () => 'mine' }`,
    );
    expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringContaining('Cannot assign to read only') });
    expect(context.logs.at(-1)?.message).toContain('--lane worker');
  });
});

describe('the capacity of the worker lane', () => {
  it('the number of VUs is limited by memory, and more are refused with the figure', async () => {
    const script = await load(`import { sleep } from 'k6'; export default function () { sleep(1) }`);
    script.checkCapacity(10);
    expect(() => script.checkCapacity(5_000_000)).toThrow(
      /the worker lane holds \d+ VUs here \(\d+ MB, half of what is free, at 11 MB a VU\), the options ask for 5000000:/,
    );
    await script.dispose();
  });
});
