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

it('a run whose gate holds and whose verdict is not none exits 99, and so does a report on it that is asked', async () => {
  const tenant = await tenantWith('--set', 'ceiling.max=4');
  const values = { CUSTOMERS: '8', CUSTOMERS_PER_MINUTE: '480', HOLD: '2s', TEARDOWN: '1s', LONGEST_VISIT: '5s' };
  const run = await headroom(runAgainst(tenant, 'customers', { ...values, GATE: 'explore', RESULT: result }));
  expect(run.stdout).toMatch(/gate explore +holds/);
  expect(run.code).toBe(99);
  // A busy machine may see too little of the ceiling to name it.
  const [, says] =
    /^headroom run: exit 99: (the verdict is [a-z-]+), though no threshold was crossed$/m.exec(run.stderr) ?? [];
  expect(['the verdict is tenant-connection-ceiling', 'the verdict is undetermined']).toContain(says);

  const page = ['report', result, '-o', path.join(folder, 'report.html')];
  expect(await headroom(page)).toMatchObject({ code: 0, stderr: '' });
  const asked = await headroom([...page, '--gate']);
  expect([asked.code, asked.stderr]).toEqual([99, `headroom report: exit 99: customers: ${says}\n`]);
}, 60_000);
