import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentId } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../cli/http/http-client.ts';
import { clientCredentialsIn } from '../../../cli/platform/oauth-client.ts';
import { Org } from '../../../cli/platform/org.ts';
import { lookAtDeployments } from '../../../cli/preflight/deployment-checks.ts';
import { credentialChecks } from '../../../cli/preflight/guest-checks.ts';
import { tenantWith } from '../../../packages/tenant/test/client.ts';
import { aPlan, planJson } from '../../lib/plan/a-plan.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-guest-checks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const redirectUri = 'https://example.com/signed-in';
const planWith = (authentication: object | undefined, changes = {}) =>
  aPlan({ ...changes, customers: { ...planJson().customers, sessions: 3, authentication } });

describe('the sign-in of guests on the plan’s deployments', () => {
  /** What preflight says of a plan with two deployments, where the org's have these settings. */
  async function said(sets: readonly string[], authentication?: object, count = 2) {
    const tenant = await tenantWith(sets);
    const deployments = Array.from({ length: count }, (_, n) => ({
      id: deploymentId(n + 1),
      origin: 'https://example.com',
    }));
    const plan = planWith(authentication, { target: { address: tenant.addresses.address }, deployments });
    const org = Org.withClient(plan.target, clientCredentialsIn({}, plan.target), {
      http: new HttpClient({}),
      say: () => undefined,
      perMinute: 100_000,
    });
    const checks = await lookAtDeployments(org, plan);
    return checks.flatMap(({ what, state, is }) => (what === 'guest sign-in' ? [`${state}: ${is}`] : []));
  }
  const simulated = { credentials: { source: 'simulated' } };
  const tokens = { credentials: { source: 'secrets' }, kind: 'refresh-token' };
  const ENABLED = 'auth.enabled=true';
  const UPGRADES = 'auth.allowSessionUpgrade=true';

  it('fails where they have no authentication', async () => {
    expect(await said([], simulated)).toEqual([
      `fail: 2 of 2 deployments have no authentication: ${deploymentId(1)}, ${deploymentId(2)}`,
    ]);
  });

  it('is well where all have it, and of no concern where nobody signs in and none has it', async () => {
    expect(await said([ENABLED], simulated)).toEqual(['ok: all 2 deployments let guests sign in']);
    expect(await said([])).toEqual([]);
  });

  it('is worth a look where anonymous guests may be refused, unless they may sign in later', async () => {
    const warning = [expect.stringContaining('warn: 2 of 2 deployments have authentication and no session upgrade')];
    expect(await said([ENABLED])).toEqual(warning);
    expect(await said([ENABLED], { ...simulated, share: 0.5 })).toEqual(warning);
    expect(await said([ENABLED, UPGRADES])).toEqual([]);
  });

  it('is worth a look with refresh tokens on more than one deployment', async () => {
    expect(await said([ENABLED], tokens)).toEqual([expect.stringContaining('warn: a refresh token comes from')]);
    expect(await said([ENABLED], tokens, 1)).toEqual(['ok: all 1 deployments let guests sign in']);
  });
});

describe('the credentials of guests', () => {
  const said = (lines: readonly string[], authentication = {}, customers = {}) => {
    writeFileSync(path.join(folder, 'guests.txt'), lines.join('\n'));
    const file = { credentials: { source: 'file', path: 'guests.txt' }, redirectUri, ...authentication };
    const plan = aPlan({
      customers: { ...planJson().customers, sessions: 3, hold: '5m', authentication: file, ...customers },
      transcripts: { path: 'none.jsonl', once: true },
    });
    const checks = credentialChecks(plan, 9, 'plan.json', folder);
    expect(JSON.stringify(checks)).not.toContain('code-');
    return checks.map(({ state, is }) => `${state}: ${is}`);
  };

  it('are well where each session has one of its own', () => {
    expect(said(['code-1', 'code-2', 'code-3 verifier'])).toEqual(['ok: 3 that differ, for 3 sessions']);
  });

  it('fail where they are fewer than sessions, or where some are there twice', () => {
    expect(said(['code-1', 'code-2'])).toEqual(['fail: there are 2 for 3 sessions']);
    expect(said(['code-1', 'code-2', 'code-1 verifier'])).toEqual([
      'fail: of 3 credentials 2 differ: each guest has to be another one',
    ]);
  });

  it('are worth a look where codes are fewer than visits; refresh tokens serve for all', () => {
    const open = { model: 'open', visitsPerMinute: 2 };
    const lines = ['code-1', 'code-2', 'code-3'];
    expect(said(lines, {}, open)).toEqual([expect.stringMatching(/^warn: there are 3 codes for about \d\d visits/)]);
    const refresh = { kind: 'refresh-token', redirectUri: undefined };
    expect(said(lines, refresh, open)).toEqual(['ok: 3 that differ, for 3 sessions']);
  });

  it('are not known where they are k6 secrets, and are nobody’s business on a simulated tenant', () => {
    const checksOf = (authentication: object) => credentialChecks(planWith(authentication), 9, 'plan.json', folder);
    expect(checksOf({ credentials: { source: 'secrets' }, redirectUri })).toMatchObject([{ state: 'unknown' }]);
    expect(checksOf({ credentials: { source: 'simulated' } })).toEqual([]);
  });

  it('are refused in one line where their file is not there', () => {
    const plan = planWith({ credentials: { source: 'file', path: 'nowhere.txt' }, redirectUri });
    expect(() => credentialChecks(plan, 9, 'plan.json', folder)).toThrow(
      'customers.authentication.credentials nowhere.txt: no such file; allowed: one credential a line',
    );
  });
});
