import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Bullets in each part of sections 2, 3 and 5 of reference/genesys.md, and in the REST part of section 4. */
const BULLETS = { '2.1': 4, '2.2': 5, '2.3': 4, '2.4': 5, '2.5': 4, '2.6': 5, '2.7': 2, '3': 8, '4': 5, '5': 5 };
const WITHOUT_TEST = ['about clients', 'not simulated'];
const STATES = ['tested', 'setting', 'refused', ...WITHOUT_TEST];
const REFERENCE = '../shared/reference/genesys.md';

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
  it('has each bullet, as a whole or in sentences', () => {
    const bullets = Object.entries(BULLETS).flatMap(([part, count]) =>
      Array.from({ length: count }, (_, index) => `${part}.${index + 1}`),
    );
    expect([...new Set(rows.map(({ id }) => id.replace(/[a-z]$/, '')))].sort()).toEqual(bullets.sort());
  });

  it('has each id once, letters in their order', () => {
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids.filter((one) => /[b-z]$/.test(one))) {
      const before = id.slice(0, -1) + String.fromCharCode(id.charCodeAt(id.length - 1) - 1);
      expect(ids).toContain(before);
    }
  });

  it.skipIf(!existsSync(REFERENCE))('has as many as the reference', () => {
    const text = readFileSync(REFERENCE, 'utf8');
    const from = (start: string, end: string) => text.slice(text.indexOf(start), text.indexOf(end));
    const parts = [
      ...from('## 2. ', '## 3. ')
        .split(/^### (?=2\.)/m)
        .slice(1),
      from('## 3. ', '## 4. ').replace('## ', ''),
      from('## 4. ', '### Terraform').replace('## ', ''),
      from('## 5. ', '## 6. ').replace('## ', ''),
    ];
    const counts = parts.map((part) => [
      /^\d(\.\d)?/.exec(part)?.[0] ?? '',
      part.split('\n').filter((line) => line.startsWith('- ')).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual(BULLETS);
  });

  it.each(rows)('$id is $state', ({ state, test }) => {
    expect(STATES).toContain(state);
    if (WITHOUT_TEST.includes(state)) return;
    expect(titles).toContain(test);
  });

  it('has a test for at least nine tenths of what a client of sections 2 and 3 sees', () => {
    const seen = rows.filter(({ id, state }) => /^[23]/.test(id) && state !== 'about clients');
    const tested = seen.filter(({ state }) => state !== 'not simulated');
    expect(tested.length / seen.length).toBeGreaterThanOrEqual(0.9);
  });
});
