import { afterEach, describe, expect, it } from 'vitest';
import { Servers } from '../modules/servers.ts';
import { load, once, Recorder } from './harness.ts';

const servers = new Servers();
afterEach(() => servers.close());

const imports = `import http from 'k6/http'; import ws from 'k6/ws'; import { check, fail, group, sleep } from 'k6'; import { WebSocket } from 'k6/websockets';\n`;

/** The lane of the default function when calls may be awaited for it. */
async function laneOf(body: string): Promise<string> {
  const script = await load(imports + body, new Recorder(), 'auto', true);
  await script.dispose();
  return script.laneOf('default').lane;
}

describe('a sync function whose blocking calls are awaited for it', () => {
  it.each([
    ['calls in its own body', `export default function () { const r = http.get('x'); check(r, {}); sleep(1) }`],
    ['calls in the value of an arrow function', `export default () => http.get('x').json('a')`],
    [
      'calls in helpers that are called alone',
      `const nap = () => sleep(1); function twice() { nap(); nap() } export default function () { twice() }`,
    ],
    [
      'a session of k6/ws whose handlers send, set timers and close',
      `export default function () { const r = ws.connect('x', null, (s) => {
       s.on('open', () => { s.send('a'); s.setTimeout(() => s.close(), 10) }) }); check(r, { up: (one) => one.status === 101 }); sleep(1) }`,
    ],
    [
      'calls within its own errors',
      `export default function () { try { http.get('x') } catch (e) { sleep(1); fail('no') } finally { sleep(2) } }`,
    ],
  ])('the function with %s has the async lane', async (_what, body) => {
    expect(await laneOf(body)).toBe('async');
  });

  it.each([
    ['a blocking call in a callback', `export default function () { [1].forEach(() => sleep(1)) }`],
    ['a blocking call in a group', `export default function () { group('a', () => sleep(1)) }`],
    [
      'a blocking call in a handler',
      `export default function () { ws.connect('x', null, (s) => s.on('open', () => sleep(1))) }`,
    ],
    ['a blocking call in a method', `class A { b() { sleep(1) } } export default function () { new A().b() }`],
    ['a blocking call in a parameter', `export default function (data, r = http.get('x')) {}`],
    [
      'a blocking call in a getter',
      `const a = { get b() { return http.get('x') } }; export default function () { a.b }`,
    ],
    ['a blocking function that is passed on', `export default function () { const f = http.get; f('x') }`],
    ['a helper that is passed on', `const nap = () => sleep(1); export default function () { [1].map(nap) }`],
    ['a helper that is constructed', `function Nap() { sleep(1) } export default function () { new Nap() }`],
    ['a helper that is assigned anew', `let nap = () => sleep(1); export default function () { nap(); nap = () => 1 }`],
    ['a promise', `export default function () { sleep(1); Promise.resolve() }`],
    ['a promise of a request', `export default function () { http.asyncRequest('GET', 'x').then(() => 1); sleep(1) }`],
    ['an async function', `const f = async () => 1; export default function () { f(); sleep(1) }`],
    ['a timer', `export default function () { setTimeout(() => 1, 5); sleep(1) }`],
    ['a socket of an event loop', `export default function () { new WebSocket('x'); sleep(1) }`],
    ['a generator', `function* g() { sleep(1) } export default function () { for (const a of g()) a }`],
  ])('the function with %s keeps the worker lane', async (_what, body) => {
    expect(await laneOf(body)).toBe('worker');
  });

  it('the function is left in a thread as long as nothing asks for more', async () => {
    const script = await load(`${imports}export default function () { sleep(1) }`);
    expect(script.laneOf('default').lane).toBe('worker');
    await script.dispose();
  });

  it('setup, teardown and handleSummary keep the worker lane, with helpers that they share', async () => {
    const script = await load(
      `${imports}function nap() { sleep(0.01) } export function setup() { nap(); return 1 } export function teardown() { nap() }
       export default function () { nap() }`,
      new Recorder(),
      'auto',
      true,
    );
    expect(['default', 'setup', 'teardown'].map((name) => script.laneOf(name).lane)).toEqual([
      'async',
      'worker',
      'worker',
    ]);
    await script.setup(new AbortController().signal);
    expect(script.setupData).toBe(1);
    await script.dispose();
  });
});

describe('a script whose calls are awaited for it', () => {
  const both = [
    [
      'order',
      `let n = 0; function add(by) { sleep(0.001); n += by; return n } export default function () { console.log(add(1) + add(2) * add(3), n, __ITER) }`,
    ],
    [
      'exceptions',
      `function deep() { sleep(0.001); throw new Error('deep') } export default function () {
       try { deep() } catch (e) { console.log(e.message) } finally { sleep(0.001); console.log('finally') } deep() }`,
    ],
    [
      'places of errors',
      `const pause = () => sleep(0.001); export default function () { console.log(1); const a = [pause(), pause()].nothing.more + Number('1') + Number('2') + Number('3'); sleep(1) }`,
    ],
    [
      'requests',
      `export default function () { const r = http.get('BASE'); check(r, { ok: (one) => one.body === 'ok' }); console.log(http.get('BASE').html().text(), r.status) }`,
    ],
    [
      'batches',
      `export default () => { const [a, b] = http.batch(['BASE', 'BASE']); console.log(a.body + b.body, __VU) }`,
    ],
    [
      'loops',
      `export default function () { for (let i = 0; i < 3; i += 1) { if (i === 1) continue; sleep(0.001); console.log(i) } }`,
    ],
    [
      'sessions',
      `export default function () { const r = ws.connect('WS', null, (s) => { s.on('open', () => s.send('hi'));
       s.on('message', (m) => { console.log(m); s.setTimeout(() => s.close(), 5) }); s.on('close', () => console.log('closed')) });
       console.log(check(r, { up: (one) => one.status === 101 })) }`,
    ],
    [
      'tags',
      `import exec from 'k6/execution'; export default function () { exec.vu.tags.a = 'b'; sleep(0.001); http.get('BASE'); console.log(exec.vu.iterationInInstance, exec.scenario.name) }`,
    ],
  ] as const;

  it.each(both)('%s are those of a thread', async (_what, body) => {
    const base = `http://${await servers.http((_request, response) => response.end('ok'))}/`;
    const url = await servers.ws((socket) => socket.on('message', (data) => socket.send(`got ${data}`)));
    const text = imports + body.replaceAll('BASE', base).replaceAll('WS', url);
    const [thread, scope] = [await once(text, { iterations: 2 }), await once(text, { iterations: 2, awaits: true })];
    const seen = ({ context, outcomes }: typeof thread) => ({
      outcomes,
      printed: context.printed,
      ends: context.ends,
      errors: context.logs.filter(({ level }) => level === 'error'),
      samples: context.samples.map(({ metric, tags }) => ({ metric, tags: { ...tags } })),
      checks: context.values('checks'),
    });
    expect(thread.context.printed.length).toBeGreaterThan(0);
    expect(seen(scope)).toEqual(seen(thread));
  });

  it('a function that was cut runs again in the same VU, since in k6 it unwinds', async () => {
    const stop = new AbortController();
    const text = `${imports}export default function () { console.log('began'); sleep(__ITER === 0 ? 60 : 0.001); console.log('slept') }`;
    const context = new Recorder();
    const script = await load(text, context, 'auto', true);
    const vu = await script.createVu({ idInInstance: 1, idInTest: 1 }, 'async');
    const scenario = {
      name: 'default',
      executor: 'constant-vus',
      startTime: 1,
      progress: () => 0,
      env: {},
      tags: {},
      exec: 'default',
    };
    const job = { scenario, iterationInInstance: 0, iterationInTest: 0, iterationInScenario: 0 };
    const running = vu.run(job, stop.signal);
    await expect.poll(() => context.printed).toEqual(['began']);
    stop.abort();
    expect(await running).toEqual({ kind: 'interrupted' });
    expect(await vu.run(job, new AbortController().signal)).toEqual({ kind: 'complete' });
    expect(context.printed).toEqual(['began', 'began', 'slept']);
    await script.dispose();
  });
});
