import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'acorn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bareRealm } from '../../build/bare-realm.ts';
import { type Bundle, bundleScenarios } from '../../build/bundle.ts';
import { problemsOf } from '../../build/k6-safe.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'headroom-'));
});
afterEach(() => rm(root, { recursive: true }));

/** Bundles the scripts of a repository that has these files. */
async function bundled(files: Readonly<Record<string, string>>): Promise<Bundle[]> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  return bundleScenarios(root);
}

/** What a script exports in the VU of this number. */
async function exportsOf(files: Readonly<Record<string, string>>, vu = 1) {
  const [bundle] = await bundled(files);
  if (bundle === undefined) throw new Error('no script');
  expect(problemsOf(bundle)).toEqual([]);
  return bareRealm(bundle)(vu) as Readonly<Record<string, () => unknown>>;
}

const LIB = {
  'lib/setup.ts': `export const VALUE = 7;\nexport function setUp(n: number): number {\n  return n + 1;\n}\n`,
};
const IMPORT = `import { setUp } from '../lib/setup.ts';\n`;

describe('a script', () => {
  it.each([
    ['hands it on as a value', `${IMPORT}\nexport const setup = setUp;\n`, 3, 'setUp of ../lib/setup.ts is not called'],
    ['constructs it', `${IMPORT}export const a = () => new (setUp as never)();\n`, 2, 'is not called'],
    [
      'uses a constant of a module',
      `import { VALUE } from '../lib/setup.ts';\nexport const a = () => VALUE + 1;\n`,
      2,
      'VALUE of ../lib/setup.ts is not called',
    ],
    ['exports it', `${IMPORT}\n\nexport { setUp as setup };\n`, 4, 'setUp of ../lib/setup.ts is not called'],
    [
      'exports it from its module',
      `export const a = 1;\nexport { setUp as setup } from '../lib/setup.ts';\n`,
      2,
      '../lib/setup.ts',
    ],
    ['exports a whole module', `export * from '../lib/setup.ts';\n`, 1, '../lib/setup.ts'],
    ['exports it as default', `${IMPORT}export default setUp;\n`, 2, 'setUp of ../lib/setup.ts is not called'],
    [
      'imports for side effects',
      `// A comment.\n\nimport '../lib/setup.ts';\n`,
      3,
      '../lib/setup.ts is imported for its side effects',
    ],
    [
      'imports a whole module',
      `import * as all from '../lib/setup.ts';\nexport const a = () => all.setUp(1);\n`,
      1,
      'all of ../lib/setup.ts: a script imports functions of lib and thresholds by name',
    ],
    [
      'imports a module of k6',
      `import http from 'k6/http';\nexport const a = () => http.get('http://127.0.0.1');\n`,
      1,
      'http of k6/http: a script imports functions of lib and thresholds by name',
    ],
    [
      'hands it on in a line that the compiler writes otherwise, after types and comments',
      `${IMPORT}\n/* A\n   comment */\ntype A = {\n  b: 1;\n};\nexport const all = ['a',   setUp as never] satisfies (A | string)[];\n`,
      8,
      'setUp of ../lib/setup.ts is not called',
    ],
  ])('a script that %s fails the build, which names file and line', async (_, source, line, says) => {
    const error = await bundled({ ...LIB, 'scenarios/bad.ts': source }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(error).toContain(`scenarios/bad.ts:${line}: `);
    expect(error).toContain(says);
  });

  it('a script that calls a function which its module does not export fails the build by name', async () => {
    const source = `import { nobody } from '../lib/setup.ts';\nexport const a = () => nobody();\n`;
    await expect(bundled({ ...LIB, 'scenarios/bad.ts': source })).rejects.toThrow(/bad.*nobody/s);
  });

  it('a script may import types, which cost nothing', async () => {
    const types = { 'lib/types.ts': `export interface A {\n  n: number;\n}\nconsole.warn('evaluated');\n` };
    const source = `import type { A } from '../lib/types.ts';\n${IMPORT}export const a = ({ n }: A) => setUp(n);\n`;
    const [bundle] = await bundled({ ...LIB, ...types, 'scenarios/good.ts': source });
    expect(bundle?.code).not.toContain('evaluated');
  });

  it('a script can call what it imports at its top level and in functions', async () => {
    const source = `${IMPORT}const one = setUp(0);\nexport const two = () => setUp(one);\nexport { one };\n`;
    const { one, two } = await exportsOf({ ...LIB, 'scenarios/good.ts': source });
    expect([one, two?.()]).toEqual([1, 2]);
  });

  it('a script makes a module that it calls in a function once a VU, and not before the call', async () => {
    const counting = { 'lib/count.ts': `let made = 0;\nexport const count = () => ++made;\n` };
    const source = `import { count } from '../lib/count.ts';\nexport const a = () => count();\n`;
    const [bundle] = await bundled({ ...counting, 'scenarios/good.ts': source });
    if (bundle === undefined) throw new Error('no script');
    const evaluate = bareRealm(bundle);
    const [first, second] = [evaluate(1), evaluate(2)] as Readonly<Record<string, () => unknown>>[];
    expect([first?.a?.(), first?.a?.(), second?.a?.()]).toEqual([1, 2, 1]);
  });
});

describe('the bundles of several scripts', () => {
  const files = {
    'lib/shared.ts': `export const share = (who: string) => \`shared by \${who}\`;\n`,
    'lib/heavy.ts': `import http from 'k6/http';\nimport { share } from './shared.ts';\nexport const heavy = () => [http, share('heavy')];\n`,
    'lib/light.ts': `import { share } from './shared.ts';\nexport const light = () => share('light');\n`,
    'scenarios/one.ts': `import { heavy } from '../lib/heavy.ts';\nimport { share } from '../lib/shared.ts';\nexport const a = () => heavy();\nexport const b = () => share('one');\n`,
    'scenarios/two.ts': `import { light } from '../lib/light.ts';\nimport { share } from '../lib/shared.ts';\nexport const a = () => light();\nexport const b = () => share('two');\n`,
  };
  const named = async (name: string, changes: Readonly<Record<string, string>> = {}) => {
    const bundle = (await bundled({ ...files, ...changes })).find((one) => one.name === name);
    if (bundle === undefined) throw new Error(`no ${name}`);
    return bundle;
  };

  it('two scripts that call one module both have it', async () => {
    const two = await named('two');
    expect(problemsOf(two)).toEqual([]);
    const exports = bareRealm(two)(1) as Readonly<Record<string, () => unknown>>;
    expect([exports.a?.(), exports.b?.()]).toEqual(['shared by light', 'shared by two']);
    expect((await named('one')).code).toContain('shared by');
  });

  it('a bundle costs nothing for what only another script imports', async () => {
    const alone = await named('two');
    const larger = `${files['lib/heavy.ts']}export const more = ${JSON.stringify('x'.repeat(10_000))};\n`;
    expect((await named('two', { 'lib/heavy.ts': larger })).code).toBe(alone.code);
    expect(alone.code).not.toContain('heavy');
    expect(alone.code).not.toContain('k6/http');
  });

  it('the bundles import nothing but modules of k6, each once', async () => {
    for (const { code } of await bundled(files)) {
      const { body } = parse(code, { ecmaVersion: 2022, sourceType: 'module' });
      const from = body.flatMap((node) => ('source' in node && node.source ? [String(node.source.value)] : []));
      expect(from.filter((module) => !/^k6(\/|$)/.test(module))).toEqual([]);
      expect([...new Set(from)]).toEqual(from);
    }
    expect((await named('one')).code).toContain(`from 'k6/http'`);
  });

  it('they call timers as the globals that they are in k6, whatever stands under their names, and import none', async () => {
    const light = `import { setTimeout as later } from 'k6/timers';\nimport * as timers from 'k6/timers';\nexport const light = () => [later, timers.clearTimeout];\n`;
    const { code } = await named('two', { 'lib/light.ts': light });
    expect(code).not.toContain('k6/timers');
    expect(code.replace(/\s+/g, ' ')).toContain('[globalThis.setTimeout, globalThis.clearTimeout]');
  });

  it('the source map leads to the line of a module that stands in the place of a call', async () => {
    const bad = `export const light = () => {\n  return new URL('x');\n};\n`;
    const [problem] = problemsOf(await named('two', { 'lib/light.ts': bad }));
    expect(problem).toMatchObject({ file: expect.stringContaining('lib/light.ts'), line: 2 });
  });
});
