import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const STATES = ['tested', 'refused by name', 'out of reach'];
const SPECIFICATION = '../shared/reference/k6.md';

const document = readFileSync('docs/engine.md', 'utf8');

const rows = document
  .split('\n')
  .filter((line) => /^\| K\d+\.\d+ \|/.test(line))
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()))
  .map(([id = '', fact = '', state = '', test = '']) => ({ id, fact, state, test }));

/** How many facts each section has, as the document says once: `K1 13, K2 34, …`. */
const stated = [...(/Facts a section:\s([^.]+)\./.exec(document)?.[1] ?? '').matchAll(/K(\d+)\s+(\d+)/g)].map(
  ([, section, count]) => [Number(section), Number(count)] as const,
);

/** Bullets of the sections that a script is about, as the specification has them. */
function countsOf(specification: string): (readonly [number, number])[] {
  return specification
    .split(/^## /m)
    .map((text) => [Number.parseInt(text, 10), text.slice(text.indexOf('\n'))] as const)
    .filter(([section]) => [1, 2, 3, 4, 5, 6, 7, 8, 11].includes(section))
    .map(([section, text]) => [section, text.match(/^(-|\d+\.) /gm)?.length ?? 0] as const);
}

/** Whether a file has a test, or a case of the conformance suite, of exactly that name. */
function hasTest(file: string, name: string): boolean {
  const source = readFileSync(file, 'utf8').replace(/\(\s+/g, '(');
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${name}${quote}`);
  return quoted.some((text) =>
    [`fact: ${text}`, `it(${text}`, `test(${text}`, `)(${text}`, `refused(${text}`].some((use) => source.includes(use)),
  );
}

describe('the table of facts in docs/engine.md', () => {
  it('the table has every fact of each section once, in order', () => {
    const ids = stated.flatMap(([section, count]) => Array.from({ length: count }, (_, at) => `K${section}.${at + 1}`));
    expect(stated.map(([section]) => section)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 11]);
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  it.skipIf(!existsSync(SPECIFICATION))('the document states as many facts as the specification has', () => {
    expect(stated).toEqual(countsOf(readFileSync(SPECIFICATION, 'utf8')));
  });

  it.each(rows)('the fact $id is in a known state, and its test exists', ({ fact, state, test }) => {
    expect(fact).not.toBe('');
    expect(STATES).toContain(state);
    if (state === 'out of reach') {
      expect(test).toBe('');
      return;
    }
    const [file = '', name = ''] = test.split(' › ');
    expect(hasTest(file, name), `${file} has no test named "${name}"`).toBe(true);
  });

  it('nine in ten of the facts that a script can see are tested, at the least', () => {
    const visible = rows.filter(({ state }) => state !== 'out of reach');
    const tested = visible.filter(({ state }) => state === 'tested');
    expect(tested.length / visible.length).toBeGreaterThanOrEqual(0.9);
  });
});
