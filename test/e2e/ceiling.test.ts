import { createInterface } from 'node:readline';
import type { Entry } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import type { CeilingResult } from '../../cli/ceiling/ceiling.ts';
import type { Attribution } from '../../search/attribution/attribution.ts';
import type { Comparison } from '../../search/comparison/comparison.ts';
import { finished, headroom, start, stopTenants, tenantWith } from './headroom.ts';
import {
  inTime,
  LONG,
  NO_PUBLISHED_LIMITS,
  outOf,
  planFor,
  read,
  removeResults,
  SIX_EACH,
  tell,
} from './quick-search.ts';

/** Searches that take a minute and more on real clocks; what they decide by is tested in test/search. */

afterAll(stopTenants);
afterAll(removeResults);

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
    'finds a ceiling of 37, and the record of the tenant shows all 37 admitted anew in each window that counts',
    async () => {
      const { code, stdout, tenant } = await inTime(async (windowMs) => {
        const tenant = await tenantWith('--set', 'ceiling.max=37', ...NO_PUBLISHED_LIMITS);
        return { tenant, ...(await tell('ceiling', 'full', planFor(tenant, 'e2e-full', windowMs, 2))) };
      });
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
      const words = /they say +(\d+) × 503 "Max concurrent connections exceeded for tenant"/.exec(stdout);
      const record = await tenant.record();
      // A refused session is counted once, however often it knocked again at once.
      expect(Number(words?.[1])).toBeGreaterThan(0);
      expect(Number(words?.[1])).toBeLessThan(record.filter(({ kind }) => kind === 'upgrade-refused').length);
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
    "tells a throttle that answers with a ceiling's status and words from a ceiling",
    async () => {
      const words = 'connectionRate.body=Max concurrent connections exceeded for tenant';
      // Three a minute, so that one look for a slow release says all: so much is free in the longest that is waited for.
      const throttle = ['--set', 'connectionRate.perMinute=3', '--set', 'connectionRate.burst=25', '--set', words];
      const { stdout } = await inTime(async (windowMs) => {
        const tenant = await tenantWith(...throttle, ...NO_PUBLISHED_LIMITS);
        return await tell('ceiling', 'throttle', planFor(tenant, 'e2e-throttle', windowMs, 2), '--quick');
      });
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
      const again = await inTime(async (windowMs) => {
        const tenant = await tenantWith('--set', 'ceiling.max=30', ...NO_PUBLISHED_LIMITS);
        const plan = planFor(tenant, 'e2e-cut', windowMs, 2);
        const args = ['ceiling', plan, '--quick', '--engine', 'embedded', '--out', outOf('cut')];
        const child = start([...args, '--fresh']);
        if (child.stderr === null) throw new Error('no stderr');
        createInterface({ input: child.stderr }).on('line', (line) => {
          if (line.startsWith('overshoot')) child.kill('SIGINT');
        });
        const { code, stdout } = await finished(child);
        expect(code).toBe(105);
        expect(stdout).toContain('the same command goes on from here');
        return await headroom(args);
      });
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
      const axes = ['--axes', 'deployment', '--level', '12', '--trials', '5'];
      const { code, stdout } = await inTime(async (windowMs) => {
        const tenant = await tenantWith(...SIX_EACH, ...NO_PUBLISHED_LIMITS);
        return await tell('attribute', 'deployment', planFor(tenant, 'e2e-deployment', windowMs, 2), ...axes);
      });
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
      const customers = { sessions: 24, perMinute: 600, hold: '1m', longestVisit: '1m' };
      const { code, stdout } = await inTime(async (windowMs) => {
        const tenant = await tenantWith(...SIX_EACH, ...NO_PUBLISHED_LIMITS);
        const plans = [2, 3].map((count) => planFor(tenant, `e2e-${count}`, windowMs, count, { customers }));
        return await tell('compare', 'compare', ...plans, '--trials', '8');
      });
      expect(read<{ result: Comparison }>('compare').result).toMatchObject({
        answer: 'b is better',
        meanA: 12,
        meanB: 18,
        measure: 'held',
        shift: { estimate: 6, lower: 6, upper: 6 },
      });
      expect(stdout).toContain('e2e-3 is better in sessions held than e2e-2');
      expect(code).toBe(0);
    },
    LONG,
  );
});
