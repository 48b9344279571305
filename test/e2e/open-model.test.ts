import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { headroom, runAgainst, tenantWith } from './headroom.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-open-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('visits that could not begin cross the gate, and the verdict calls the run invalid', async () => {
  const tenant = await tenantWith();
  const file = path.join(folder, 'plan.json');
  // Nobody answers, so a visit lasts its longest: two places are soon taken.
  const plan = {
    name: 'open',
    target: { address: tenant.address },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: {
      sessions: 2,
      perMinute: 600,
      hold: '2s',
      teardown: '1s',
      longestVisit: '7s',
      think: { min: '100ms', max: '200ms' },
      model: 'open',
      visitsPerMinute: 300,
    },
    gate: 'ci',
  };
  writeFileSync(file, JSON.stringify(plan));
  const { code, stdout } = await headroom(runAgainst(tenant, 'customers', { PLAN: file }));
  expect(stdout).toContain('crossed: ');
  expect(stdout).toMatch(/dropped_iterations\{scenario:customers\}: count<=0/);
  expect(stdout).toMatch(/verdict +generator-saturated/);
  expect(stdout).toMatch(/visits +[1-9]\d* planned visits could not begin: all 2 places were taken/);
  expect(code).toBe(99);
}, 60_000);
