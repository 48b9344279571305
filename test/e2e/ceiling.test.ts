import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Entry } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import type { CeilingResult } from '../../cli/ceiling/ceiling-result.ts';
import type { Attribution } from '../../search/attribution.ts';
import type { Comparison } from '../../search/comparison.ts';
import { finished, headroom, start, type TestTenant, tenantWith } from './headroom.ts';

/** Far more than a search takes: other tests run beside it. */
const LONG = 120_000;
const NO_PUBLISHED_LIMITS = ['--set', 'limits.enabled=false'];
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-ceiling-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A search in seconds instead of minutes: quick windows, a quick pace, and as few windows as its confidence takes. */
function planFor({ address }: TestTenant, name: string, deployments: number, more: object = {}): string {
  const file = path.join(folder, `${name}.json`);
  const plan = {
    name,
    target: { address },
    deployments: Array.from({ length: deployments }, (_, n) => ({
      id: `d0000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
      origin: 'https://example.com',
    })),
    customers: { sessions: 80, perMinute: 600, hold: '1m', longestVisit: '1m' },
    ceiling: { first: 40, window: '250ms', rest: '300ms', perMinute: 30_000, confidence: 0.7, reliability: 0.7 },
  };
  writeFileSync(file, JSON.stringify({ ...plan, ...more }));
  return file;
}

const outOf = (name: string) => path.join(folder, `${name}-result.json`);
const read = <T>(name: string) => JSON.parse(readFileSync(outOf(name), 'utf8')) as T;
const tell = (command: string, name: string, ...args: string[]) =>
  headroom([command, ...args, '--fresh', '--engine', 'embedded', '--out', outOf(name)]);

/** Everything from the first socket that opens in an empty tenant to the last that closes. */
function fillings(record: readonly Entry[]) {
  const all: { opened: number; refused: number; peak: number }[] = [];
  let open = 0;
  for (const entry of record) {
    if (entry.kind === 'socket-opened') {
      if (open === 0) all.push({ opened: 0, refused: 0, peak: 0 });
      open++;
    } else if (entry.kind === 'socket-closed') open--;
    const last = all.at(-1);
    if (last === undefined) continue;
    if (entry.kind === 'socket-opened') last.opened++;
    if (entry.kind === 'upgrade-refused') last.refused++;
    last.peak = Math.max(last.peak, open);
  }
  return all;
}

describe.concurrent('headroom ceiling', () => {
  it(
    'finds a ceiling of 37; in each window that counts all 37 were admitted anew, says the record of the tenant',
    async () => {
      const tenant = await tenantWith('--set', 'ceiling.max=37', ...NO_PUBLISHED_LIMITS);
      const { code, stdout } = await tell('ceiling', 'full', planFor(tenant, 'e2e-full', 2));
      const { result, settings } = read<CeilingResult>('full');
      expect(result).toMatchObject({
        kind: 'ceiling',
        sustained: { level: 37, clean: settings.windows, confirmed: true },
        neverAdmittedAbove: 37,
      });
      expect(Math.abs((result.refusedFrom?.median ?? 0) - 38)).toBeLessThanOrEqual(1);
      expect(stdout).toContain(
        `sustained       37 sessions, clean in ${settings.windows} of ${settings.windows} windows`,
      );
      const record = await tenant.record();
      const clean = fillings(record).filter(
        ({ opened, refused, peak }) => opened === 37 && peak === 37 && refused === 0,
      );
      expect(clean.length).toBeGreaterThanOrEqual(settings.windows);
      const tokens = record.flatMap((entry) => (entry.kind === 'session-configured' ? [entry.token] : []));
      expect(new Set(tokens).size).toBe(tokens.length);
      expect(code).toBe(0);
    },
    LONG,
  );

  it(
    'in the dense transport and in a hurry says about where refusals begin',
    async () => {
      const tenant = await tenantWith('--set', 'ceiling.max=37', ...NO_PUBLISHED_LIMITS);
      const plan = planFor(tenant, 'e2e-dense', 2);
      const { code, stdout } = await tell('ceiling', 'dense', plan, '--quick', '-e', 'TRANSPORT=dense');
      const { result } = read<CeilingResult>('dense');
      expect(result.causes).toHaveProperty('http-unseen');
      expect(Math.abs((result.refusedFrom?.median ?? 0) - 38)).toBeLessThanOrEqual(1);
      expect(result.neverAdmittedAbove).toBe(37);
      expect(stdout).toContain('no level was confirmed');
      expect(code).toBe(0);
    },
    LONG,
  );

  it(
    "tells a throttle that answers with a ceiling's status and words from a ceiling",
    async () => {
      const words = 'connectionRate.body=Max concurrent connections exceeded for tenant';
      const throttle = ['--set', 'connectionRate.perMinute=10', '--set', 'connectionRate.burst=25', '--set', words];
      const tenant = await tenantWith(...throttle, ...NO_PUBLISHED_LIMITS);
      const { stdout } = await tell('ceiling', 'throttle', planFor(tenant, 'e2e-throttle', 2), '--quick');
      const { result } = read<CeilingResult>('throttle');
      expect(result.kind).toBe('rate');
      expect(result.causes).toHaveProperty('http-503');
      expect(stdout).toContain('the limit is on their rate');
    },
    LONG,
  );

  it(
    'keeps what it measured when it is interrupted, and goes on from there',
    async () => {
      const tenant = await tenantWith('--set', 'ceiling.max=30', ...NO_PUBLISHED_LIMITS);
      const args = ['ceiling', planFor(tenant, 'e2e-cut', 2), '--quick', '--engine', 'embedded', '--out', outOf('cut')];
      const child = start([...args, '--fresh']);
      if (child.stderr === null) throw new Error('no stderr');
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (line.startsWith('overshoot')) child.kill('SIGINT');
      });
      const { code, stdout } = await finished(child);
      expect(code).toBe(105);
      expect(stdout).toContain('the same command goes on from here');
      const again = await headroom(args);
      expect(again.stderr).toMatch(/^going on from \d phases/);
      expect(again.stderr).not.toContain('bracket');
      expect(again.code).toBe(0);
      expect(read<CeilingResult>('cut').result.neverAdmittedAbove).toBe(30);
    },
    LONG,
  );
});

describe.concurrent('headroom attribute', () => {
  it(
    'finds that a ceiling of each deployment is one of the deployment',
    async () => {
      const tenant = await tenantWith(
        '--set',
        'ceiling.max=6',
        '--set',
        'ceiling.per=deployment',
        ...NO_PUBLISHED_LIMITS,
      );
      const axes = ['--axes', 'deployment', '--level', '12', '--trials', '5'];
      const { code, stdout } = await tell('attribute', 'deployment', planFor(tenant, 'e2e-deployment', 2), ...axes);
      expect(read<{ result: Attribution }>('deployment').result).toMatchObject({
        attachedTo: ['deployment-limit'],
        findings: [{ axis: 'deployment', answer: 'follows', a: [6, 6, 6, 6, 6], b: [12, 12, 12, 12, 12] }],
      });
      expect(stdout).toMatch(/deployment {2}follows .*\+6/);
      expect(code).toBe(0);
    },
    LONG,
  );
});

describe.concurrent('headroom compare', () => {
  it(
    'finds that three deployments hold more than two where each has a ceiling',
    async () => {
      const tenant = await tenantWith(
        '--set',
        'ceiling.max=6',
        '--set',
        'ceiling.per=deployment',
        ...NO_PUBLISHED_LIMITS,
      );
      const customers = { sessions: 24, perMinute: 600, hold: '1m', longestVisit: '1m' };
      const plans = [2, 3].map((count) => planFor(tenant, `e2e-${count}`, count, { customers }));
      const { code, stdout } = await tell('compare', 'compare', ...plans, '--trials', '5');
      expect(read<{ result: Comparison }>('compare').result).toMatchObject({
        answer: 'b is better',
        meanA: 12,
        meanB: 18,
        shift: { estimate: 6 },
      });
      expect(stdout).toContain('e2e-3 is better than e2e-2');
      expect(code).toBe(0);
    },
    LONG,
  );
});
