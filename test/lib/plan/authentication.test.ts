import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { failureIn, guestsIn, tokensIn } from '../../../lib/plan/inputs.ts';
import { loadInputs } from '../../../lib/plan/load.ts';
import { parsePlan } from '../../../lib/plan/parse.ts';
import { iterate } from '../../k6/vu.ts';
import { planJson } from './a-plan.ts';

const SIMULATED = { source: 'simulated' };
const FILE = { source: 'file', path: 'guests.txt' };
const redirectUri = 'https://example.com/signed-in';

const errorOf = (authentication: object, customers = {}): string | undefined => {
  const json = { ...planJson(), customers: { ...planJson().customers, ...customers, authentication } };
  const parsed = parsePlan(JSON.stringify(json), 'p.json', {});
  return parsed.ok ? undefined : parsed.error;
};

describe('customers.authentication', () => {
  it.each([
    { credentials: SIMULATED },
    { credentials: SIMULATED, share: 0.5 },
    { credentials: FILE, redirectUri },
    { credentials: FILE, kind: 'refresh-token' },
    { credentials: { source: 'secrets' }, kind: 'refresh-token' },
  ])('is taken as %j', (authentication) => {
    expect(errorOf(authentication)).toBeUndefined();
  });

  it.each([
    ['no credentials', {}, {}, 'authentication.credentials: missing; allowed: {"source": "file"'],
    ['a share of nobody', { credentials: SIMULATED, share: 0 }, {}, 'share: 0; allowed: a share above 0, up to 1'],
    ['codes without their redirect_uri', { credentials: FILE }, {}, 'redirectUri: missing; allowed: the redirect_uri'],
    [
      'a redirect_uri that is no address',
      { credentials: FILE, redirectUri: 'example' },
      {},
      'redirectUri: "example"; allowed: an address, such as',
    ],
    [
      'a redirect_uri of refresh tokens',
      { credentials: FILE, kind: 'refresh-token', redirectUri },
      {},
      'allowed: the redirect_uri of the codes with kind code, and only there',
    ],
    [
      'simulated refresh tokens',
      { credentials: SIMULATED, kind: 'refresh-token' },
      {},
      'kind: "refresh-token"; allowed: code with simulated credentials',
    ],
    [
      'one identity for all',
      { credentials: SIMULATED },
      { identity: 'shared' },
      'customers.identity: "shared"; allowed: unique with authentication',
    ],
  ])('is refused with %s', (_, authentication, customers, said) => {
    expect(errorOf(authentication, customers)).toContain(said);
  });
});

describe('the file of guests’ credentials', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-credentials-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function load(lines: number | undefined) {
    const file = path.join(folder, `${lines}.txt`);
    const text = Array.from({ length: lines ?? 0 }, (_, n) => ` code-${n}\n\n`).join('');
    if (lines !== undefined) writeFileSync(file, text);
    const authentication = { credentials: { source: 'file', path: file }, redirectUri };
    const plan = path.join(folder, 'plan.json');
    const customers = { ...planJson().customers, sessions: 3, authentication };
    writeFileSync(plan, JSON.stringify({ ...planJson(), customers }));
    return loadInputs({ PLAN: plan }, ['tokens', 'guests']);
  }

  it('has one for each session, on lines of which the empty ones do not count', async () => {
    await iterate(async () => {
      const inputs = await load(4);
      expect([guestsIn(inputs).length, guestsIn(inputs).at(3), tokensIn(inputs).length]).toEqual([4, 'code-3', 0]);
    });
  });

  it('is refused in one line where it has fewer, or is not there, and no credential is quoted', async () => {
    await iterate(async () => {
      const few = failureIn(await load(2)) ?? '';
      expect(few).toMatch(/^customers\.authentication\.credentials .*: 2 credentials; allowed: one .* 3 sessions$/);
      expect(few).not.toContain('code-');
      expect(failureIn(await load(undefined))).toContain('no such file; allowed: one credential a line');
    });
  });
});
