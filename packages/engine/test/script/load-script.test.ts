import { describe, expect, it } from 'vitest';
import { loadScript } from '../../src/load-script.ts';
import { load, once, Recorder, scenario, writeScripts } from './harness.ts';

const refused = (text: string) =>
  load(text).then(
    () => undefined,
    (error) => ({ code: error.exitCode, message: error.message }),
  );

describe('a script that is loaded', () => {
  it('the script gives its options as JSON and the names of its functions', async () => {
    const script = await load(`
      export const options = { vus: 2, thresholds: { checks: ['rate>0.9'] } };
      export function agents() {}
      export default function () {}`);
    expect(script.options).toEqual({ vus: 2, thresholds: { checks: ['rate>0.9'] } });
    expect([...script.functions].sort()).toEqual(['agents', 'default']);
    await script.dispose();
  });

  it('the script may be TypeScript and import local files', async () => {
    const cwd = writeScripts({
      'main.ts': `import { twice } from './twice.ts'; export const options = { vus: twice(2) as number }; export default () => {};`,
      'twice.ts': `export function twice(n: number): number { return n * 2 }`,
    });
    const script = await loadScript('main.ts', new Recorder(), { lane: 'auto', cwd });
    expect(script.options).toEqual({ vus: 4 });
    await script.dispose();
  });

  it('an import without its extension is not found, and the line says which file there is', async () => {
    const cwd = writeScripts({
      'main.ts': `import { one } from './one'; export default () => one;`,
      'other.ts': `import { none } from './none'; export default () => none;`,
      'one.ts': `export const one = 1;`,
    });
    const found = (name: string) => loadScript(name, new Recorder(), { lane: 'auto', cwd }).catch((error) => error);
    expect((await found('main.ts')).message).toMatch(
      /the module "\.\/one" was not found at .*one: k6 adds no extension, import "\.\/one\.ts"$/,
    );
    expect((await found('other.ts')).message).toMatch(/the module "\.\/none" was not found at .*none$/);
  });

  it('a script that changes built-ins as it is evaluated is loaded for the worker lane', async () => {
    const context = new Recorder();
    const script = await load(`const own = Object; own.assign = 1; delete own.keys; export default () => {};`, context);
    expect([script.laneOf('default').lane, context.logs.map(({ level }) => level)]).toEqual(['worker', ['info']]);
    await script.dispose();
    await expect(
      load(`const own = Object; delete own.keys; export default () => {};`, context, 'async'),
    ).rejects.toMatchObject({
      exitCode: 107,
    });
  });

  it('a script that changes built-ins in an iteration is told of the worker lane', async () => {
    const { context, outcome } = await once(`export default () => { const own = Object; delete own.keys; }`, {
      lane: 'async',
    });
    expect(outcome.kind).toBe('threw');
    expect(context.logs.at(-1)).toMatchObject({ level: 'warning', message: expect.stringContaining('--lane worker') });
  });

  it('an npm package is refused by name', async () => {
    expect(await refused(`import _ from 'lodash'; export default function () {}`)).toEqual({
      code: 107,
      message: 'script.js:1:15: unknown module "lodash": k6 has no npm packages, bundle it into the script',
    });
  });

  it('a k6 module that the engine does not have is refused by name', async () => {
    expect((await refused(`import g from 'k6/net/grpc'; export default () => g`))?.message).toContain(
      'the k6 module "k6/net/grpc" is not supported by the embedded engine',
    );
  });

  it('k6/experimental/websockets works, with one warning', async () => {
    const context = new Recorder();
    const script = await load(
      `import { WebSocket } from 'k6/experimental/websockets'; export default () => WebSocket`,
      context,
    );
    expect(context.logs).toEqual([
      { level: 'warning', message: expect.stringContaining('is deprecated'), source: undefined },
    ]);
    await script.dispose();
  });

  it.each([
    ['timers', ': import k6/timers'],
    ['browser', ', k6/browser takes its place'],
    ['tracing', ''],
  ])('k6/experimental/%s is named as removed, with what takes its place', async (name, instead) => {
    const module = `k6/experimental/${name}`;
    const message = (await refused(`import t from '${module}'; export default () => t`))?.message;
    expect(message).toBe(`script.js:1:15: "${module}" was removed from k6${instead}`);
  });

  it('top-level await and JSON imports are refused by name', async () => {
    expect((await refused('await null; export default () => {}'))?.message).toContain('Top-level await');
    expect((await refused(`import d from './d.json'; export default () => d`))?.message).toContain(
      'is JSON: use JSON.parse(open(...))',
    );
  });

  it('the script may be CommonJS and require k6 modules', async () => {
    const { context } = await once(
      `const { check } = require('k6'); module.exports.default = () => console.log(check(1, { a: true }));`,
      { lane: 'async' },
    );
    expect(context.printed).toEqual(['true']);
  });

  it('an export that the module does not have is refused', async () => {
    expect((await refused(`import { nap } from 'k6'; export default () => nap()`))?.message).toContain('"nap"');
  });

  it('async generators and for await are refused, which k6’s JavaScript engine lacks', async () => {
    expect((await refused('export default async function () { for await (const x of []) x; }'))?.message).toBe(
      "script.js:1:36: `for await` is not in k6's JavaScript engine",
    );
    expect((await refused('async function* all() {} export default () => all()'))?.message).toContain(
      'an async generator',
    );
  });

  it.each([
    ['using', 'using x = null;'],
    ['a decorator', 'const mark = (x) => x; class A { @mark m() {} }'],
    ['an accessor', 'class A { accessor x = 1 }'],
    ['flags within a regular expression', '/(?i:a)/.test("A");'],
    ['the flag v', '/a/v.test("a");'],
    ['groups of one name', '/(?<n>a)|(?<n>b)/.test("a");'],
    ['a regular expression that is none', '/(/.test("a");'],
  ])('the syntax of %s, which k6 does not parse, is refused at its place', async (_what, code) => {
    expect(await refused(`\nexport default function () {\n  ${code}\n}`)).toEqual({
      code: 107,
      message: expect.stringMatching(/^script\.js:3:\d+: .+ \(k6's JavaScript engine has ES2022\)$/),
    });
  });

  it('import attributes and syntax that strict code may not hold are refused in one line', async () => {
    expect(await refused(`import d from './d.js' with { type: 'x' }; export default () => d`)).toEqual({
      code: 107,
      message: `script.js:1:15: import attributes are not in k6's JavaScript engine: import "./d.js" without them`,
    });
    expect(await refused(`module.exports.default = () => { with ({}) {} }`)).toMatchObject({
      code: 107,
      message: expect.stringContaining('the script cannot be compiled: '),
    });
  });

  it('TypeScript that is more than types runs: enums, namespaces, parameter properties', async () => {
    const cwd = writeScripts({
      'main.ts': `
        enum Vus { Few = 2 }
        namespace Limits { export const seconds: number = 5 }
        class Load { constructor(readonly vus: Vus, public duration = \`\${Limits.seconds}s\`) {} }
        export const options: Load = { ...new Load(Vus.Few) };
        export default (): void => {};`,
    });
    const script = await loadScript('main.ts', new Recorder(), { lane: 'auto', cwd });
    expect(script.options).toEqual({ vus: 2, duration: '5s' });
    await script.dispose();
  });

  it('a top level that throws ends with 107 and the place in the source', async () => {
    expect(await refused(`const broken: any = 1;`)).toMatchObject({ code: 107 });
    expect(await refused(`\n\nnull.x;\nexport default function () {}`)).toEqual({
      code: 107,
      message: "TypeError: Cannot read properties of null (reading 'x') at script.js:3:6",
    });
  });

  it('a top level that calls exec.test.abort ends with 108 and one line', async () => {
    expect(
      await refused(`import exec from 'k6/execution'; exec.test.abort('no plan'); export default () => {}`),
    ).toEqual({
      code: 108,
      message: 'test aborted: no plan',
    });
  });

  it('a missing script is refused in one line', async () => {
    await expect(loadScript('nope.js', new Recorder(), { lane: 'auto', cwd: '/tmp' })).rejects.toMatchObject({
      exitCode: 107,
      message: 'nope.js: there is no such script',
    });
  });
});

describe('the realm of a script', () => {
  it('the realm has exactly the globals of k6', async () => {
    const { context } = await once(`
      const absent = ['URL', 'URLSearchParams', 'fetch', 'process', 'Buffer', 'queueMicrotask', 'structuredClone', 'performance',
        'Intl', 'AbortController', 'Event', 'EventTarget', 'Blob', 'btoa', 'atob', 'setImmediate', 'WeakRef', 'Atomics', 'SharedArrayBuffer', 'WebAssembly'];
      const present = ['console', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'crypto', 'TextEncoder', 'TextDecoder',
        'open', 'global', 'globalThis', 'WeakMap', 'Proxy', 'BigInt'];
      export default function () {
        console.log(absent.filter((name) => name in globalThis || eval('typeof ' + name) !== 'undefined').join());
        console.log(present.filter((name) => !(name in globalThis)).join());
      }`);
    expect(context.printed).toEqual(['', '']);
  });

  it('the built-ins that VUs share cannot be changed', async () => {
    const { outcome } = await once('export default function () { Object.assign(Array.prototype, { last: 1 }) }');
    expect(outcome).toMatchObject({ kind: 'threw' });
  });

  it('the prototypes of Node’s typed arrays stay unfrozen, which would slow down each byte that the engine sends', async () => {
    await load('export default async function () {}', new Recorder(), 'async');
    const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
    for (const prototype of [Object.prototype, typedArray, Uint8Array.prototype, Buffer.prototype]) {
      expect(Object.isFrozen(prototype)).toBe(false);
    }
  });

  it('a subclass of Error may set its name', async () => {
    const { context } = await once(`
      class Mine extends Error { constructor(m) { super(m); this.name = 'Mine'; } }
      export default function () { console.log(String(new Mine('x'))) }`);
    expect(context.printed).toEqual(['Mine: x']);
  });

  it('each VU has its own module state, kept from iteration to iteration', async () => {
    const context = new Recorder();
    const script = await load('let n = 0; export default () => { n += 1; console.log(__VU, __ITER, n) }', context);
    const job = { scenario, iterationInInstance: 0, iterationInTest: 0, iterationInScenario: 0 };
    const { signal } = new AbortController();
    const vus = await Promise.all([1, 2].map((id) => script.createVu({ idInInstance: id, idInTest: id })));
    for (const vu of [...vus, ...vus]) await vu.run(job, signal);
    expect(context.printed).toEqual(['1 0 1', '2 0 1', '1 1 2', '2 1 2']);
    await script.dispose();
  });

  it('errors are those of the script’s own realm', async () => {
    const { context } = await once(`import { fail } from 'k6';
      export default function () { try { fail('no') } catch (e) { console.log(e instanceof Error, e.message) } }`);
    expect(context.printed).toEqual(['true no']);
  });
});

describe('the lane', () => {
  const laneOf = async (text: string) => {
    const script = await load(text);
    await script.dispose();
    const { lane, reason } = script.laneOf('default');
    return `${lane}: ${reason}`;
  };

  it('a script that awaits every blocking call runs in the async lane', async () => {
    expect(
      await laneOf(`import { sleep } from 'k6'; import http from 'k6/http'; import { get } from 'k6/http';
      async function blocking(x) { return await x }
      export default async function () { await sleep(1); await blocking(http.get('http://127.0.0.1')); return get('http://127.0.0.1') }`),
    ).toBe('async: every blocking call is awaited');
  });

  it('a script without blocking calls runs in the async lane', async () => {
    expect(
      await laneOf(`import http from 'k6/http'; export default () => http.asyncRequest('GET', 'http://127.0.0.1')`),
    ).toBe('async: no blocking calls');
  });
});
