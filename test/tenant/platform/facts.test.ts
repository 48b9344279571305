import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Bullets in each part of sections 2 and 3 of reference/genesys.md. */
const BULLETS = { '2.1': 4, '2.2': 5, '2.3': 4, '2.4': 5, '2.5': 4, '2.6': 5, '2.7': 2, '3': 8 };
const WITHOUT_TEST = ['about clients', 'not simulated'];
const STATES = ['tested', 'setting', 'in part', ...WITHOUT_TEST];
const REFERENCE = '../shared/reference/genesys.md';

const rows = readFileSync('docs/tenant-platform.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, id = '', , state = '', test = '', gap = ''] = line.split('|').map((cell) => cell.trim());
    return { id, state, test, gap };
  });
const tests = ['platform', 'notifications', 'routing', 'spine']
  .flatMap((folder) => readdirSync(`test/tenant/${folder}`).map((file) => `test/tenant/${folder}/${file}`))
  .filter((file) => file.endsWith('.test.ts') && !file.endsWith('facts.test.ts'))
  .map((file) => readFileSync(file, 'utf8'));

describe('docs/tenant-platform.md', () => {
  it('has each bullet once', () => {
    const bullets = Object.entries(BULLETS).flatMap(([part, count]) =>
      Array.from({ length: count }, (_, index) => `${part}.${index + 1}`),
    );
    expect(rows.map(({ id }) => id).sort()).toEqual(bullets.sort());
  });

  it.skipIf(!existsSync(REFERENCE))('has as many as the reference', () => {
    const text = readFileSync(REFERENCE, 'utf8');
    const sections = text.slice(text.indexOf('## 2. '), text.indexOf('## 4. ')).split(/^###? (?=[23]\.)/m);
    const counts = sections
      .map((part) => [
        /^\d(\.\d)?/.exec(part)?.[0] ?? '',
        part.split('\n').filter((line) => line.startsWith('- ')).length,
      ])
      .filter(([, count]) => count !== 0);
    expect(Object.fromEntries(counts)).toEqual(BULLETS);
  });

  it.each(rows)('$id is $state', ({ state, test, gap }) => {
    expect(STATES).toContain(state);
    expect(gap !== '', 'what is not there is said for what is there in part').toBe(state === 'in part');
    if (WITHOUT_TEST.includes(state)) return;
    expect(test).not.toBe('');
    expect(tests.some((text) => text.includes(`'${test}'`) || text.includes(`"${test}"`))).toBe(true);
  });
});
