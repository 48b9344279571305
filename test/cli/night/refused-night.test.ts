import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { night } from '../../../cli/night/night.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { CapturedOutput } from '../captured-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-refused-night-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function refused(plan: object, more: object = {}) {
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify({ ...planJson(), ...plan }));
  const stderr = new CapturedOutput();
  const io = { cwd: folder, env: { PATH: '' }, stdout: new CapturedOutput(), stderr };
  const options = {
    ...{ output: 'nights', e: [], maxWaiting: [], minServiceLevel: [], guardEvery: '30s', perMinute: '300' },
    ...{ byDay: false, runAnyway: false, yes: true, ...more },
  };
  return { code: await night('plan.json', options, io), said: stderr.text };
}

describe('a night', () => {
  it('is refused in one line before anybody waits for it, where the program that tells of its end is not there', async () => {
    expect(await refused({}, { notify: './tell-me.sh now' })).toEqual({
      code: 104,
      said: 'headroom night: --notify ./tell-me.sh: no such file; allowed: a command of the shell\n',
    });
  });

  it('on an org is refused without a k6, and says where to get one', async () => {
    const { code, said } = await refused({ target: { domain: 'mypurecloud.de' } });
    expect(code).toBe(104);
    expect(said).toMatch(
      /^headroom night: target mypurecloud\.de: .*https:\/\/grafana\.com\/docs\/k6\/latest\/set-up\/install-k6\/\)\n$/,
    );
  });
});
