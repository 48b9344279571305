import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'acorn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareRealm } from '../../build/bare-realm.ts';
import { BUDGET, costOf, overBudget } from '../../build/budget.ts';
import { bundle, bundleScenarios } from '../../build/bundle.ts';
import { problemsOf } from '../../build/k6-safe.ts';
import { isDeep } from '../deep.ts';

const root = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headroom-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Every module that a module takes something from, whether by import or by export. */
function importsOf(code: string): string[] {
  const { body } = parse(code, { ecmaVersion: 2022, sourceType: 'module' });
  return body.flatMap((node) => ('source' in node && node.source ? [String(node.source.value)] : []));
}

async function bundled(source: string) {
  const entry = path.join(folder, 'script.ts');
  await writeFile(entry, source);
  return bundle(folder, entry);
}

describe('the check of a bundle', () => {
  it.each([
    [
      'an absent global',
      'URL',
      'export const a = 1;\nexport const b = () => new URL("x");',
      2,
      'URL is not a global in k6',
    ],
    ['a Node global', 'process', '\n\nexport const a = () => process.env;', 3, 'process is not a global in k6'],
    [
      'for await',
      'for',
      'export async function f(x: AsyncIterable<number>) {\n  for await (const y of x) y;\n}',
      2,
      'for await is not supported',
    ],
    ['an async generator', '*', 'export async function* f() {}', 1, 'async generators are not supported'],
    ['a property escape', 'p', 'export const a = /\\p{L}/u;', 1, 'property escapes are not supported'],
    [
      'this in an arrow function as the first value of a field',
      'f',
      'export class A {\n  b = 1;\n  readonly f = [() => this.b];\n  constructor(readonly c: number) {}\n}',
      3,
      'set it there',
    ],
    ['a flag', 'v', 'export const a = /a/d;', 1, 'flag d is not supported'],
  ])('it refuses %s, naming file and line', async (_what, _name, source, line, says) => {
    const problems = problemsOf(await bundled(source));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: expect.stringContaining('script.ts'), line });
    expect(problems[0]?.says).toContain(says);
  });

  it('it allows functions that do not capture this as the first value of a field', async () => {
    const source =
      'export class A {\n  b = 1;\n  f = () => 1;\n  g = [function (this: A) { return this.b; }];\n  h = this.b;\n}';
    expect(problemsOf(await bundled(source))).toEqual([]);
  });

  it('it allows a script to ask by typeof whether a global is there', async () => {
    expect(problemsOf(await bundled('export const a = typeof URL;'))).toEqual([]);
  });

  it('the budget refuses a bundle whose VU costs more', async () => {
    const costly = await bundled('export const all = Array.from({ length: 1000 }, (_, i) => ({ i, f: () => i }));');
    expect(overBudget(costOf(costly))).toMatch(/costs \d+\.\d KB a VU; allowed: \d+ KB/);
  });
});

describe('our own bundles', async () => {
  const bundles = await bundleScenarios(root);

  it('there is one for each scenario, and it is self-contained', () => {
    expect(bundles.map(({ name }) => name).sort()).toEqual([
      'agents',
      'ceiling',
      'contact-centre',
      'customers',
      'reconnect-storm',
    ]);
    for (const { code } of bundles) {
      const imports = importsOf(code);
      expect(imports.length).toBeGreaterThan(0);
      for (const module of imports) expect(module).toMatch(/^k6\//);
    }
  });

  it.each(bundles)('$name uses only what k6 has', (one) => expect(problemsOf(one)).toEqual([]));

  it.each(bundles)('$name evaluates with only the globals that k6 documents, options for VU 0 alone', (one) => {
    const evaluate = bareRealm(one);
    expect(evaluate(0)).toMatchObject({ options: { scenarios: expect.anything(), thresholds: expect.anything() } });
    expect(evaluate(1)).toMatchObject({ options: undefined, setup: expect.any(Function) });
  });

  // The build, which every run of the tests begins with, fails on the same figure.
  it.skipIf(!isDeep).each(bundles)('$name stays within the budget of a VU over 1,000 evaluations', (one) => {
    const cost = costOf(one);
    expect(overBudget(cost)).toBeUndefined();
    expect(cost.kilobytesPerVu).toBeLessThan(BUDGET.kilobytesPerVu);
  });
});
