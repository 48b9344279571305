import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const STATES = ['tested', 'refused by name', 'out of reach'];

/** How many facts each section of the specification has; the sections that the table does not have yet are left out. */
const FACTS = { K4: 13, K5: 10, K6: 7, K7: 7 } as const;

const rows = readFileSync('docs/engine.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| K\d+\.\d+ \|/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\s*\|$/g, '').trim()))
  .map(([id = '', , state = '', test = '']) => ({ id, state, test }));

describe('the table of facts in docs/engine.md', () => {
  it('has every fact of the sections it lists, once', () => {
    const ids = Object.entries(FACTS).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, i) => `${section}.${i + 1}`),
    );
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  it.each(rows)('$id is in a known state, and its test exists', ({ state, test }) => {
    expect(STATES).toContain(state);
    if (state === 'out of reach') return;
    const [file = '', name = ''] = test.split(' › ');
    expect(name).not.toBe('');
    expect(readFileSync(file, 'utf8')).toContain(name);
  });

  it('at least nine in ten of those a script can see are tested', () => {
    const visible = rows.filter(({ state }) => state !== 'out of reach');
    const tested = visible.filter(({ state }) => state === 'tested');
    expect(tested.length / visible.length).toBeGreaterThanOrEqual(0.9);
  });
});
