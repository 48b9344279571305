import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const STATES = ['tested', 'refused by name', 'not tested', 'out of reach'];
/** The sections of docs/facts/k6.md that a script is about. */
const SECTIONS = [1, 2, 3, 4, 5, 6, 7, 8, 11];
/** Facts that no test holds yet. It may only become less: a new fact comes with its test. */
const NOT_TESTED_MOST = 2;

const document = readFileSync('docs/engine.md', 'utf8');

const rows = document
  .split('\n')
  .filter((line) => /^\| K\d+\.\d+ \|/.test(line))
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()))
  .map(([id = '', fact = '', state = '', test = '']) => ({ id, fact, state, test }));

/** The facts as docs/facts/k6.md has them, by section and number. */
const facts = [...readFileSync('docs/facts/k6.md', 'utf8').matchAll(/^- \*\*K(\d+)\.(\d+)\*\* /gm)]
  .map(([, section, number]) => ({ section: Number(section), number: Number(number) }))
  .filter(({ section }) => SECTIONS.includes(section))
  .sort((a, b) => a.section - b.section || a.number - b.number);

/** Whether a file has a test, or a case of the conformance suite, of exactly that name. */
function hasTest(file: string, name: string): boolean {
  const source = readFileSync(file, 'utf8').replace(/\(\s+/g, '(');
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${name}${quote}`);
  return quoted.some((text) =>
    [`fact: ${text}`, `it(${text}`, `test(${text}`, `)(${text}`, `refused(${text}`].some((use) => source.includes(use)),
  );
}

describe('the table of facts in docs/engine.md', () => {
  it('has every fact of docs/facts/k6.md once, in order', () => {
    expect([...new Set(facts.map(({ section }) => section))]).toEqual(SECTIONS);
    expect(rows.map(({ id }) => id)).toEqual(facts.map(({ section, number }) => `K${section}.${number}`));
  });

  it.each(rows)('the fact $id is in a known state, and its test exists', ({ fact, state, test }) => {
    expect(fact).not.toBe('');
    expect(STATES).toContain(state);
    if (state === 'out of reach') {
      expect(test).toBe('');
      return;
    }
    if (state === 'not tested') {
      expect(test, 'the reason why there is none').not.toBe('');
      expect(test).not.toContain(' › ');
      return;
    }
    const [file = '', name = ''] = test.split(' › ');
    expect(hasTest(file, name), `${file} has no test named "${name}"`).toBe(true);
  });

  it('at least four in five of those a script can see have a test, of what the engine does or of its refusal', () => {
    const visible = rows.filter(({ state }) => state !== 'out of reach');
    const held = visible.filter(({ state }) => state !== 'not tested');
    expect(held.length / visible.length).toBeGreaterThanOrEqual(0.8);
  });

  it('at least seven in ten of those a script can see are tested', () => {
    const visible = rows.filter(({ state }) => state !== 'out of reach');
    const tested = visible.filter(({ state }) => state === 'tested');
    expect(tested.length / visible.length).toBeGreaterThanOrEqual(0.7);
  });

  it('those without a test do not become more', () => {
    expect(rows.filter(({ state }) => state === 'not tested').length).toBeLessThanOrEqual(NOT_TESTED_MOST);
  });
});
