import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadScript } from '../../src/load-script.ts';
import { anyLane } from '../deep.ts';
import { load, type Once, once as onceIn, Recorder, writeScripts } from '../script/harness.ts';

describe.each(['async', 'worker'] as const)('the small modules in the %s lane', (lane) => {
  /** What has the same code in both lanes. */
  const sameInBoth = describe.runIf(anyLane.includes(lane));
  const once = (text: string, given: Once = {}) => onceIn(text, { lane, ...given });

  const printed = async (imports: string, body: string, context = new Recorder()) =>
    (
      await once(
        `${imports}\nconst show = (...v) => console.log(...v);\nexport default async function () { ${body} }`,
        {
          context,
        },
      )
    ).context.printed;

  sameInBoth('the module k6', () => {
    const imports = `import { check, group, fail } from 'k6'; const show2 = 1;`;

    it('check pushes a Rate sample with tag check, and says whether all passed', async () => {
      const context = new Recorder();
      const lines = await printed(
        imports,
        `show(check(5, { five: (v) => v === 5, six: (v) => v === 6 }, { own: 1 }), check(1, { ok: true }))`,
        context,
      );
      expect(lines).toEqual(['false true']);
      expect(context.of('checks').map(({ value, tags }) => [value, tags.check, tags.own])).toEqual([
        [1, 'five', '1'],
        [0, 'six', '1'],
        [1, 'ok', undefined],
      ]);
    });

    it('group tags what is inside, nests with ::, gives back what its function returned', async () => {
      const context = new Recorder();
      const lines = await printed(
        imports,
        `show(group('outer', () => { group('inner', () => check(1, { a: true })); return 7 })); check(1, { b: true })`,
        context,
      );
      expect(lines).toEqual(['7']);
      expect(context.of('checks').map(({ tags }) => tags.group)).toEqual(['::outer::inner', '']);
      expect(context.of('group_duration').map(({ tags }) => tags.group)).toEqual(['::outer::inner', '::outer']);
    });

    it.each([
      ["check(1, { 'a::b': true })", "group and check names may not contain '::'"],
      ["group('a::b', () => {})", "group and check names may not contain '::'"],
      ["group('a', async () => {})", 'group() of an async function'],
      ['check(1, { a: async () => true })', 'check() does not support async functions'],
      ["fail('on purpose')", 'on purpose'],
      ['fail()', 'fail() was called'],
    ])('the call %s throws', async (code, message) => {
      expect(
        (await printed(imports, `try { ${code} } catch (e) { show(e.message, e instanceof Error) }`))[0],
      ).toContain(message);
    });

    it('randomSeed makes Math.random repeat, for this VU', async () => {
      const lines = await printed(
        `import { randomSeed } from 'k6';`,
        `randomSeed(3); const a = Math.random(); randomSeed(3); show(a === Math.random(), a >= 0 && a < 1)`,
      );
      expect(lines).toEqual(['true true']);
    });
  });

  describe('k6/metrics', () => {
    it('a metric is declared in init and takes numbers and booleans, with tags', async () => {
      const context = new Recorder({ runTags: { run: 'r' } });
      await printed(
        `import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
       const c = new Counter('my_counter'); const t = new Trend('my_trend', true); const r = new Rate('my_rate'); const g = new Gauge('my_gauge');`,
        `c.add(2, { a: 1 }); r.add(true); t.add('3.5'); g.add(0); show(c.name, c instanceof Counter)`,
        context,
      );
      expect(context.printed).toEqual(['my_counter true']);
      expect(context.of('my_counter')[0]).toMatchObject({
        value: 2,
        tags: { run: 'r', scenario: 'default', group: '', a: '1' },
      });
      expect(context.values('my_rate')).toEqual([1]);
      expect(context.values('my_trend')).toEqual([3.5]);
      expect(context.registry.declare('my_trend', 'trend', 'time').contains).toBe('time');
    });

    it('tags may have the names of object members, such as constructor', async () => {
      const context = new Recorder();
      const tags = `Object.fromEntries(['constructor', 'toString', '__proto__'].map((name) => [name, name.length]))`;
      await printed(
        `import { Counter } from 'k6/metrics'; const c = new Counter('my_counter');`,
        `c.add(1, ${tags})`,
        context,
      );
      expect(Object.entries(context.of('my_counter')[0]?.tags ?? {})).toEqual(
        expect.arrayContaining([
          ['constructor', '11'],
          ['toString', '8'],
          ['__proto__', '9'],
        ]),
      );
    });

    it('add warns about what is no number and gives false, or throws with options.throw', async () => {
      const context = new Recorder();
      const imports = `import { Counter } from 'k6/metrics'; const c = new Counter('my_counter');`;
      const given = ['NaN', 'null', 'undefined', '1 / 0', '-1 / 0', `'Infinity'`, `'text'`];
      const adds = given.map((value) => `c.add(${value})`).join();
      expect(await printed(imports, `show([${adds}].join(' '))`, context)).toEqual([
        given.map(() => 'false').join(' '),
      ]);
      expect(context.values('my_counter')).toEqual([]);
      expect(context.logs.filter(({ level }) => level === 'warning').map(({ message }) => message)).toContain(
        "'Infinity' is an invalid value for metric 'my_counter', a finite number or a boolean value is expected",
      );
      expect(context.logs.filter(({ level }) => level === 'warning')).toHaveLength(given.length);
      expect(
        await printed(imports, `try { c.add(NaN) } catch (e) { show('threw') }`, new Recorder({ throw: true })),
      ).toEqual(['threw']);
    });

    it.each([
      [`new Counter('a b')`, 'Invalid metric name'],
      [`new Counter('x')`, 'Invalid metric name'],
      [`new Counter('twice'); new Trend('twice')`, "metric 'twice' already exists"],
      [`new Counter('early').add(1)`, 'init context'],
    ])('the call %s throws in init', async (code, message) => {
      const error = await load(`import { Counter, Trend } from 'k6/metrics'; ${code}; export default () => {}`).catch(
        (e) => e,
      );
      expect(error).toMatchObject({ exitCode: 107, message: expect.stringContaining(message) });
    });

    it('a metric cannot be declared in an iteration, and its tag values are text, numbers or booleans', async () => {
      const lines = await printed(
        `import { Counter } from 'k6/metrics'; const c = new Counter('my_counter');`,
        `try { new Counter('late') } catch (e) { show(e.message) } try { c.add(1, { a: {} }) } catch (e) { show(e.message) }`,
      );
      expect(lines[0]).toContain('must be declared in the init context');
      expect(lines[1]).toContain("invalid value for metric tag 'a'");
    });
  });

  describe('k6/execution', () => {
    it('k6/execution shows instance, scenario and vu', async () => {
      const context = new Recorder({ all: { vus: 3 } });
      const lines = await printed(
        `import exec, { vu } from 'k6/execution';`,
        `show(exec.scenario.name, exec.scenario.executor, exec.scenario.startTime, exec.scenario.progress, exec.scenario.iterationInTest);
       show(vu.idInTest, vu.idInInstance, vu.iterationInInstance, vu.iterationInScenario);
       show(exec.instance.iterationsCompleted, exec.instance.vusActive, exec.test.options.vus, exec.instance.currentTestRunDuration)`,
        context,
      );
      expect(lines).toEqual(['default per-vu-iterations 1700000000000 0.5 0', '1 1 0 0', '5 7 3 1234']);
    });

    it('vu.metrics.tags go on every sample and last for the scenario; metadata stays apart', async () => {
      const context = new Recorder({ systemTags: new Set(['vu', 'iter', 'scenario']) });
      await once(
        `import exec from 'k6/execution'; import { Counter } from 'k6/metrics'; const c = new Counter('my_counter');
       export default function () {
         if (__ITER === 0) { exec.vu.metrics.tags.phase = 'ramp'; exec.vu.metrics.metadata.id = 'x'; }
         c.add(1); console.log(JSON.stringify(exec.vu.metrics.tags), exec.vu.tags.phase);
       }`,
        { context, iterations: 2 },
      );
      expect(context.of('my_counter').map(({ tags, metadata }) => ({ tags, metadata }))).toEqual([
        { tags: { scenario: 'default', phase: 'ramp' }, metadata: { id: 'x', vu: '1', iter: '0' } },
        { tags: { scenario: 'default', phase: 'ramp' }, metadata: { id: 'x', vu: '1', iter: '1' } },
      ]);
      expect(context.printed[1]).toBe('{"scenario":"default","phase":"ramp"} ramp');
    });

    it('vu.metrics.metadata that is deleted is gone from the samples after it', async () => {
      const context = new Recorder();
      await once(
        `import exec from 'k6/execution'; import { Counter } from 'k6/metrics'; const c = new Counter('my_counter');
       export default function () {
         const { metadata } = exec.vu.metrics;
         c.add(1); metadata.id = 'x'; metadata.size = 2; c.add(1);
         console.log('id' in metadata, metadata.size, Object.keys(metadata).join());
         delete metadata.id; c.add(1); delete metadata.size; c.add(1);
       }`,
        { context },
      );
      expect(context.of('my_counter').map(({ metadata }) => metadata)).toEqual([
        undefined,
        { id: 'x', size: '2' },
        { size: '2' },
        undefined,
      ]);
      expect(context.printed).toEqual(['true 2 id,size']);
    });

    it('abort ends the iteration at once and counts it; fail marks the run', async () => {
      const context = new Recorder();
      const { outcome } = await once(
        `import exec from 'k6/execution';
       export default function () { exec.test.fail('marked'); try { exec.test.abort('enough') } catch { } setTimeout(() => console.log('never'), 1) }`,
        { context },
      );
      expect(context.aborts).toEqual(['test aborted: enough']);
      expect(context.fails).toEqual(['marked']);
      expect(outcome).toEqual({ kind: 'complete' });
      expect(context.values('iterations')).toEqual([1]);
      expect(context.printed).toEqual([]);
    });

    it('k6/execution cannot be read in init', async () => {
      await expect(
        load(`import exec from 'k6/execution'; exec.scenario.name; export default () => {}`),
      ).rejects.toMatchObject({
        message: expect.stringContaining('init context is not supported'),
      });
    });
  });

  describe('k6/data', () => {
    const script = `import { SharedArray } from 'k6/data';
    let built = 0;
    const rows = new SharedArray('rows', () => { built += 1; return [{ n: 1, in: { m: 2 } }, { n: 2 }, { n: 3 }] });`;

    it('a SharedArray is an array of frozen copies, built once', async () => {
      const lines = await printed(
        script,
        `show(Array.isArray(rows), rows instanceof Array, rows.length, rows[1].n, rows[7], built);
       show(rows.map((r) => r.n).join(), [...rows].length, JSON.stringify(rows[0]), rows[0] === rows[0], 1 in rows, Object.keys(rows).join());
       for (const change of [() => { rows[0] = 1 }, () => { rows[0].n = 2 }, () => { rows[0].in.m = 3 }, () => rows.push(1)]) try { change(); show('changed') } catch (e) { show(e instanceof TypeError) }`,
      );
      expect(lines).toEqual([
        'true true 3 2 undefined 0',
        '1,2,3 3 {"n":1,"in":{"m":2}} false true 0,1,2',
        'true',
        'true',
        'true',
        'true',
      ]);
    });

    it.each([
      [`new SharedArray('', () => [])`, 'empty name'],
      [`new SharedArray('a', [])`, 'a function is expected'],
      [`new SharedArray('a', () => 5)`, 'only arrays can be made into SharedArray'],
      [`new SharedArray('a', async () => [])`, 'does not support async functions'],
    ])('the call %s throws', async (code, message) => {
      await expect(
        load(`import { SharedArray } from 'k6/data'; ${code}; export default () => {}`),
      ).rejects.toMatchObject({
        message: expect.stringContaining(message),
      });
    });
  });

  sameInBoth('k6/encoding', () => {
    it('base64 is encoded and decoded in its four variants', async () => {
      const lines = await printed(
        `import { b64encode, b64decode } from 'k6/encoding';`,
        `show(b64encode('ü?>'), b64encode('ü?>', 'rawstd'), b64encode(new Uint8Array([251, 255]).buffer, 'url'), b64encode(new Uint8Array([251, 255]), 'rawurl'));
       show(b64decode('w7w_Pg==', 'url', 's'), b64decode('aGk=') instanceof ArrayBuffer, b64decode('aGk', 'rawstd', 's'));
       try { b64decode('a*b=') } catch (e) { show(e.message) }`,
      );
      expect(lines).toEqual(['w7w/Pg== w7w/Pg -_8= -_8', 'ü?> true hi', 'illegal base64 data in "a*b="']);
    });
  });

  sameInBoth('k6/crypto and the crypto global', () => {
    it('the hashes and HMACs are those of Node', async () => {
      const lines = await printed(
        `import crypto, { sha256, hmac, createHash, randomBytes } from 'k6/crypto';`,
        `show(sha256('a', 'hex'), hmac('sha512', 'k', 'a', 'base64'));
       const h = createHash('md5'); h.update('a'); h.update('b'); show(h.digest('hex'), crypto.sha512_256('a', 'base64rawurl').length);
       show(randomBytes(8).byteLength, sha256('a', 'binary') instanceof ArrayBuffer);
       for (const bad of [() => sha256('a', 'hax'), () => createHash('nope')]) try { bad() } catch (e) { show(e.message) }`,
      );
      expect(lines).toEqual([
        `${createHash('sha256').update('a').digest('hex')} ${createHmac('sha512', 'k').update('a').digest('base64')}`,
        `${createHash('md5').update('ab').digest('hex')} 43`,
        '8 true',
        'invalid output encoding: hax',
        'invalid algorithm: nope',
      ]);
    });

    it('an HMAC can be digested more than once, and goes on', async () => {
      const lines = await printed(
        `import { createHMAC } from 'k6/crypto';`,
        `const bytes = new Uint8Array([97]); const h = createHMAC('sha256', 'k'); h.update(bytes); bytes[0] = 0;
       show(h.digest('hex') === h.digest('hex'), h.digest('hex')); h.update('b'); show(h.digest('hex'));
       try { createHMAC('nope', 'k') } catch (e) { show(e.message) }`,
      );
      const hmac = (text: string) => createHmac('sha256', 'k').update(text).digest('hex');
      expect(lines).toEqual([`true ${hmac('a')}`, hmac('ab'), 'invalid algorithm: nope']);
    });

    it('keys are instances of crypto.CryptoKey', async () => {
      const lines = await printed(
        '',
        `const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
       show(key instanceof crypto.CryptoKey, {} instanceof crypto.CryptoKey);`,
      );
      expect(lines).toEqual(['true false']);
    });

    it('crypto has randomUUID, getRandomValues and subtle, with promises of the script’s realm', async () => {
      const lines = await printed(
        '',
        `show(/^[0-9a-f-]{36}$/.test(crypto.randomUUID()), crypto.getRandomValues(new Uint8Array(4)).length);
       const p = crypto.subtle.digest('SHA-256', new TextEncoder().encode('a')); show(p instanceof Promise);
       const d = await p; show(d instanceof ArrayBuffer, Array.from(new Uint8Array(d)).slice(0, 2).join());`,
      );
      expect(lines).toEqual(['true 4', 'true', 'true 202,151']);
    });
  });

  describe('globals', () => {
    it('TextEncoder and TextDecoder convert text', async () => {
      const lines = await printed(
        '',
        `const b = new TextEncoder().encode('hé'); show(b instanceof Uint8Array, b.length, new TextDecoder().decode(b));
       try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255])) } catch (e) { show(e instanceof TypeError) }`,
      );
      expect(lines).toEqual(['true 3 hé', 'true']);
    });

    it('console prints objects as JSON', async () => {
      expect(await printed('', `console.log('a', 1, { b: [1] }, null, undefined)`)).toEqual([
        'a 1 {"b":[1]} null undefined',
      ]);
    });

    it('console prints an error as one line with its place in the script', async () => {
      const { context } = await once(
        `export default function () {\n  console.error(new TypeError('no'), 'after');\n  console.log({ at: new Error('in') });\n}`,
      );
      expect(context.printed).toEqual(['TypeError: no at script.js:2:17 after', '{"at":{}}']);
    });

    it('open reads beside the script, in init only, and gives later VUs what the first read', async () => {
      const cwd = writeScripts({
        'script.js': `const text = open('./data.txt'); const bytes = open('data.txt', 'b');
        export default function () { console.log(text, bytes.byteLength, bytes instanceof ArrayBuffer); try { open('data.txt') } catch (e) { console.log(e.message) } }`,
        'data.txt': 'hello',
      });
      const context = new Recorder();
      const script = await loadScript(`${cwd}/script.js`, context, { lane: 'auto', cwd: '/' });
      const vu = await script.createVu({ idInInstance: 1, idInTest: 1 });
      const { scenario } = await import('../script/harness.ts');
      await vu.run(
        { scenario, iterationInInstance: 0, iterationInTest: 0, iterationInScenario: 0 },
        new AbortController().signal,
      );
      expect(context.printed[0]).toBe('hello 5 true');
      expect(context.printed[1]).toContain('only available in the init stage');
      await script.dispose();
    });

    it.each([
      [`open('nope.txt')`, 'no such file or directory'],
      [`open('.')`, "open() can't be used with directories"],
      [`open('')`, 'empty filename'],
    ])('the call %s throws in init', async (code, message) => {
      await expect(load(`${code}; export default () => {}`)).rejects.toMatchObject({
        message: expect.stringContaining(message),
      });
    });

    it('__ENV is the run’s with the scenario’s on top, a copy for each VU', async () => {
      const context = new Recorder({}, { A: '1', B: '2' });
      await once(
        `__ENV.C = 'init'; export default function () { console.log(__ENV.A, __ENV.B, __ENV.C); __ENV.A = 'changed' }`,
        {
          context,
          view: { env: { B: '3' } },
        },
      );
      expect(context.printed).toEqual(['1 3 undefined']);
      expect(context.env.A).toBe('1');
    });

    it('secrets come from the run', async () => {
      const lines = await printed(
        `import secrets from 'k6/secrets';`,
        `show(await secrets.get('token'), await secrets.source('default').get('token')); try { await secrets.get('x') } catch (e) { show(e.message) }`,
      );
      expect(lines).toEqual(['s3cret s3cret', 'no secret "x"']);
    });
  });
});
