import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const STATES = ['tested', 'refused', 'setting', 'unverified', 'not simulated', 'not tested', 'about clients'];
/** States of facts that no test holds. */
const WITHOUT_TEST = ['not simulated', 'not tested'];
/** How many there are of these. It may only become less: a new fact comes with its test. */
const WITHOUT_TEST_MOST = 12;

const reference = readFileSync('docs/facts/genesys.md', 'utf8');
const section = reference.slice(reference.indexOf('\n## 1. '), reference.indexOf('\n## 2. '));
const facts = [...section.matchAll(/^- \*\*(1\.\d+\.\d+)\*\* /gm)].map(([, id]) => id);
/** The published limits, by their keys. */
const limits = [...section.matchAll(/^\| ([a-z]+(?:\.[a-z]+)+) \|/gm)].map(([, key]) => key);
const page = readFileSync('docs/tenant.md', 'utf8');
const rows = page
  .slice(page.indexOf('| id | what |'))
  .split('\n')
  .slice(2)
  .flatMap((line) => {
    const [, id, , state, test] = line.split('|').map((cell) => cell.trim());
    return id === undefined ? [] : [{ id, state: state ?? '', test: test ?? '' }];
  });
const tests = ['guest', 'admission', 'faults', 'platform']
  .flatMap((folder) =>
    readdirSync(`packages/tenant/test/${folder}`).map((file) => `packages/tenant/test/${folder}/${file}`),
  )
  .map((file) => readFileSync(file, 'utf8'));

describe('docs/tenant.md', () => {
  it('has each fact and each published limit of the guest protocol once', () => {
    expect(facts.length).toBeGreaterThan(70);
    expect(limits.length).toBeGreaterThanOrEqual(10);
    expect(rows.map(({ id }) => id).sort()).toEqual([...facts, ...limits].sort());
  });

  it.each(rows)('$id is $state', ({ state, test }) => {
    expect(STATES).toContain(state);
    if (state === 'about clients' || state === 'not simulated') return;
    expect(test).not.toBe('');
    if (state === 'not tested') return;
    expect(tests.some((text) => text.includes(`'${test}'`) || text.includes(`"${test}"`))).toBe(true);
  });

  it('has a test for at least four fifths of what a client sees', () => {
    const seen = rows.filter(({ state }) => state !== 'about clients');
    const tested = seen.filter(({ state }) => state === 'tested' || state === 'refused' || state === 'setting');
    expect(tested.length / seen.length).toBeGreaterThanOrEqual(0.8);
  });

  it('has no more facts without a test than it had', () => {
    expect(rows.filter(({ state }) => WITHOUT_TEST.includes(state)).length).toBeLessThanOrEqual(WITHOUT_TEST_MOST);
  });
});
