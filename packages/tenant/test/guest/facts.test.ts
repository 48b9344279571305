import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Bullets in each part of section 1 of reference/genesys.md. */
const BULLETS = { '1.1': 4, '1.2': 1, '1.3': 4, '1.4': 11, '1.5': 12, '1.6': 8, '1.7': 4, '1.8': 4 };
const LIMITS = [
  'messages.per.session.rate.per.second',
  'requests.per.connection.rate.per.minute',
  'configure.per.session.rate.per.minute',
  'connections.rate.per.minute',
  'get.history.rate.per.minute',
  'health.check.per.connection.rate.per.minute',
  'session.connections.max',
  'metadata.custom.attributes.bytes.max',
  'history.retention.ephemeral.contact.days.max',
  'outbound.webmessaging.and.open.messaging.characters.max',
];
const STATES = ['tested', 'refused', 'setting', 'unverified', 'not simulated', 'about clients'];
const REFERENCE = '../shared/reference/genesys.md';

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
  it('has each bullet and each published limit of the guest protocol once', () => {
    const bullets = Object.entries(BULLETS).flatMap(([part, count]) =>
      Array.from({ length: count }, (_, index) => `${part}.${index + 1}`),
    );
    expect(rows.map(({ id }) => id).sort()).toEqual([...bullets, ...LIMITS].sort());
  });

  it.skipIf(!existsSync(REFERENCE))('has as many as the reference', () => {
    const text = readFileSync(REFERENCE, 'utf8');
    const section = text.slice(text.indexOf('## 1. '), text.indexOf('## 2. '));
    const parts = section.split('### ').slice(1);
    const counts = parts.map((part) => [
      part.slice(0, 3),
      part.split('\n').filter((line) => line.startsWith('- ')).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual(BULLETS);
    for (const key of LIMITS) expect(section).toContain(`| ${key} |`);
  });

  it.each(rows)('$id is $state', ({ state, test }) => {
    expect(STATES).toContain(state);
    if (state === 'about clients' || state === 'not simulated') return;
    expect(test).not.toBe('');
    expect(tests.some((text) => text.includes(`'${test}'`) || text.includes(`"${test}"`))).toBe(true);
  });

  it('has a test for at least nine tenths of what a client sees', () => {
    const seen = rows.filter(({ state }) => state !== 'about clients');
    const tested = seen.filter(({ state }) => state === 'tested' || state === 'refused' || state === 'setting');
    expect(tested.length / seen.length).toBeGreaterThanOrEqual(0.9);
  });
});
