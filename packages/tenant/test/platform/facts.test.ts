import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const WITHOUT_TEST = ['about clients', 'not simulated', 'not tested'];
const STATES = ['tested', 'setting', 'refused', ...WITHOUT_TEST];
/** How many rows a client sees and no test holds. It may only become less: a new fact comes with its test. */
const WITHOUT_TEST_MOST = 35;

const reference = readFileSync('docs/facts/genesys.md', 'utf8');
/** Between two headings; the REST part of section 4 ends where Terraform begins. */
const between = (start: string, end: string) =>
  reference.slice(reference.indexOf(`\n${start}`), reference.indexOf(`\n${end}`));
const facts = [
  between('## 2. ', '## 3. '),
  between('## 3. ', '## 4. '),
  between('## 4. ', '### Terraform'),
  between('## 5. ', '## 6. '),
].flatMap((text) => [...text.matchAll(/^- \*\*(\d+(?:\.\d+)+)\*\* /gm)].map(([, id]) => id));

const rows = readFileSync('docs/tenant-platform.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, id = '', , state = '', test = ''] = line.split('|').map((cell) => cell.trim());
    return { id, state, test };
  });
const tests = ['platform', 'notifications', 'routing', 'end-to-end', 'guest', 'profile']
  .flatMap((folder) =>
    readdirSync(`packages/tenant/test/${folder}`).map((file) => `packages/tenant/test/${folder}/${file}`),
  )
  .filter((file) => file.endsWith('.test.ts') && !file.endsWith('facts.test.ts'))
  .map((file) => readFileSync(file, 'utf8'));
/** What tests are called: the first argument of `it`, or of what `it.each` gives back. */
const titles = tests.flatMap((text) =>
  [...text.matchAll(/(?:\bit|\))\(\s*(?:'([^'\n]+)'|"([^"\n]+)"),/g)].map(([, single, double]) => single ?? double),
);

describe('docs/tenant-platform.md', () => {
  it('has each fact, as a whole or in sentences', () => {
    expect(facts.length).toBeGreaterThan(70);
    expect([...new Set(rows.map(({ id }) => id.replace(/[a-z]$/, '')))].sort()).toEqual(facts.sort());
  });

  it('has each id once, letters in their order', () => {
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids.filter((one) => /[b-z]$/.test(one))) {
      const before = id.slice(0, -1) + String.fromCharCode(id.charCodeAt(id.length - 1) - 1);
      expect(ids).toContain(before);
    }
  });

  it.each(rows)('$id is $state', ({ state, test }) => {
    expect(STATES).toContain(state);
    if (state === 'not tested') expect(test, 'the reason why there is none').not.toBe('');
    if (WITHOUT_TEST.includes(state)) return;
    expect(titles).toContain(test);
  });

  it('has a test for at least seven tenths of what a client of sections 2 and 3 sees', () => {
    const seen = rows.filter(({ id, state }) => /^[23]/.test(id) && state !== 'about clients');
    const tested = seen.filter(({ state }) => !WITHOUT_TEST.includes(state));
    expect(tested.length / seen.length).toBeGreaterThanOrEqual(0.7);
  });

  it('has no more facts without a test than it had', () => {
    const without = rows.filter(({ state }) => state === 'not simulated' || state === 'not tested');
    expect(without.length).toBeLessThanOrEqual(WITHOUT_TEST_MOST);
  });
});
