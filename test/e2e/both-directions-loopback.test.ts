import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lyingOnLoopback } from '../rewriting-proxy.ts';
import { headroom, stopTenants, tenantWith } from './headroom.ts';
import { accountIn, matrixPlan } from './ledgers/matrix.ts';
import { PLANTED } from './ledgers/planted-lies.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-matrix-loopback-'));
afterAll(async () => {
  await stopTenants();
  rmSync(folder, { recursive: true });
});

/** A seed that plants something in each row, whatever the order of frames. */
const SEED = 5;

/** So long that customers and agents come to talk on a busy machine too. */
const HOLD = '8s';

describe('over loopback both accounts of a run name each planted fault, and no other, where', () => {
  const file = path.join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(matrixPlan(folder, 'dense', HOLD)));

  it.concurrent.each([...Object.keys(PLANTED), 'nothing is planted'])('%s', async (row) => {
    const planted = PLANTED[row]?.(SEED);
    const tenant = await tenantWith('--set', 'agents.count=6');
    const proxy = await lyingOnLoopback(tenant.address, planted?.lies ?? {});
    const result = path.join(folder, `${row}.json`);
    const env = [`PLAN=${file}`, `TARGET=${proxy.address}`, `RESULT=${result}`].flatMap((one) => ['-e', one]);
    await headroom(['run', 'dist/contact-centre.js', ...env]);
    await proxy.close();
    // What the verdict names also hangs on how busy this machine is.
    expect(accountIn(result).wrong).toEqual(planted?.expected() ?? {});
    if (planted !== undefined) expect(planted.count()).toBeGreaterThan(0);
  });
});
