import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { headroom, start, stopTenants, type TestTenant, tenantWith } from './headroom.ts';
import { leftOpen } from './left-open.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-night-'));
afterAll(async () => {
  await stopTenants();
  rmSync(folder, { recursive: true });
});

const NO_LIMIT = 0;
const nights = path.join(folder, 'night');

async function killedNight(): Promise<{ tenant: TestTenant; words: string[] }> {
  const tenant = await tenantWith('--set', 'limits.enabled=false', '--set', 'agents.count=4');
  const raw = JSON.parse(readFileSync('plans/smoke.json', 'utf8'));
  const plan = path.join(folder, 'plan.json');
  const customers = { ...raw.customers, sessions: 4, hold: '10m', longestVisit: '9m' };
  const agents = { ...raw.agents, count: 4 };
  writeFileSync(plan, JSON.stringify({ ...raw, customers, agents, target: { address: tenant.address } }));
  const words = ['night', plan, '-o', nights, '--per-minute', '100000'];
  const child = start(words);
  child.stdout?.resume();
  child.stderr?.resume();
  const exited = once(child, 'exit');
  while (((await tenant.state()).open.guest ?? 0) < 4) {
    if (child.exitCode !== null) throw new Error('the night was over before its run');
    await tenant.record();
  }
  const running = await headroom(['status', nights]);
  expect(running.stdout).toMatch(/\nstage {4}running since /);
  expect(running.code).toBe(0);
  child.kill('SIGKILL');
  await exited;
  while (((await tenant.state()).open.guest ?? 1) > 0) await tenant.record();
  return { tenant, words };
}

describe('a night that was killed with -9', () => {
  it(
    'is cleaned up and reported when it is started again, and runs nothing',
    async () => {
      const { tenant, words } = await killedNight();
      const gone = await headroom(['status', nights]);
      expect(gone.stdout).toMatch(/process {2}gone: headroom night .* cleans up what it left, and reports it\n$/);
      expect(gone.code).toBe(99);
      expect((await leftOpen(tenant)).onQueue).toBe(4);
      const upgrades = async () => (await tenant.record()).filter(({ kind }) => kind === 'socket-opened').length;
      const before = await upgrades();

      const again = await headroom(words);
      expect(again.stderr).toContain('was cut short while running: cleans up and reports, and runs nothing');
      expect(again.code).toBe(105);
      expect(await leftOpen(tenant)).toEqual({ conversations: 0, onQueue: 0 });
      expect(await upgrades()).toBe(before);
      const { folder: files, stage, says } = JSON.parse(readFileSync(path.join(nights, 'status.json'), 'utf8'));
      expect([stage, says[0]]).toEqual([
        'over',
        'the night was killed, and cleaned up when it was started again; headroom night begins another',
      ]);
      expect(existsSync(path.join(files, 'report.html'))).toBe(true);
    },
    NO_LIMIT,
  );
});
