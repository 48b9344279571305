import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { headroom, runAgainst, stopTenants, tenantWith } from './headroom.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-verdict-exit-'));
const result = path.join(folder, 'result.json');
afterAll(async () => {
  await stopTenants();
  rmSync(folder, { recursive: true });
});

it('a run that explores exits 0 whatever its verdict is, and a report on it that is asked exits 99', async () => {
  const tenant = await tenantWith('--set', 'ceiling.max=4');
  const values = { CUSTOMERS: '8', CUSTOMERS_PER_MINUTE: '480', HOLD: '2s', TEARDOWN: '1s', LONGEST_VISIT: '5s' };
  const run = await headroom(runAgainst(tenant, 'customers', { ...values, GATE: 'explore', RESULT: result }));
  expect(run.stdout).toMatch(/gate explore +holds/);
  expect(run.code).toBe(0);
  // A busy machine may see too little of the ceiling to name it.
  const [, cause] = /verdict +([a-z-]+)/.exec(run.stdout) ?? [];
  expect(cause).not.toBe('none');

  const page = ['report', result, '-o', path.join(folder, 'report.html')];
  expect(await headroom(page)).toMatchObject({ code: 0, stderr: '' });
  const asked = await headroom([...page, '--gate']);
  expect([asked.code, asked.stderr]).toEqual([99, `headroom report: exit 99: customers: the verdict is ${cause}\n`]);
}, 60_000);
