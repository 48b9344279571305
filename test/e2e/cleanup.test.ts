import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { headroom, runAgainst, start, stopTenants, type TestTenant, tenantWith } from './headroom.ts';
import { leftOpen } from './left-open.ts';

afterAll(stopTenants);

const MINUTE = 60_000;

/** A tenant in which a run was killed in its hold: 16 conversations at agents, others waiting, and all agents on queue. */
async function killedRun(): Promise<{ tenant: TestTenant; plan: string }> {
  const tenant = await tenantWith('--set', 'limits.enabled=false', '--set', 'agents.count=16');
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const plan = path.join(folder, 'plan.json');
  const raw = JSON.parse(readFileSync('plans/smoke.json', 'utf8'));
  writeFileSync(
    plan,
    JSON.stringify({ ...raw, agents: { ...raw.agents, count: 16 }, target: { address: tenant.address } }),
  );
  const child = start(runAgainst(tenant, 'contact-centre', { PLAN: plan, HOLD: '10m', LONGEST_VISIT: '9m' }));
  child.stdout?.resume();
  child.stderr?.resume();
  const exited = once(child, 'exit');
  while (((await tenant.state()).open.guest ?? 0) < 20) await tenant.record();
  child.kill('SIGKILL');
  await exited;
  while (((await tenant.state()).open.guest ?? 1) > 0) await tenant.record();
  return { tenant, plan };
}

const fast = ['--per-minute', '100000'];

describe('a run that was killed with -9 in its hold', () => {
  it(
    'is cleaned up: no conversation is open, no agent on queue, and a second time there is nothing to do',
    async () => {
      const { tenant, plan } = await killedRun();
      const before = await leftOpen(tenant);
      expect(before.conversations).toBeGreaterThan(0);
      expect(before.onQueue).toBe(16);

      const dry = await headroom(['cleanup', plan, ...fast, '--dry-run']);
      expect(dry.stdout).toContain(`${before.conversations} conversations of headroom open`);
      expect(dry.code).toBe(99);
      expect(await leftOpen(tenant)).toEqual(before);

      const cleaned = await headroom(['cleanup', plan, ...fast]);
      expect(cleaned.stdout).toMatch(
        /after {3}\S+: 0 conversations of headroom open; 0 of the plan's agents on queue\n$/,
      );
      expect(cleaned.stdout).toContain('16 agents sent Offline');
      expect(cleaned.code).toBe(0);
      expect(await leftOpen(tenant)).toEqual({ conversations: 0, onQueue: 0 });

      const again = await headroom(['cleanup', plan, ...fast]);
      expect(again.stdout).toContain('ended   0 conversations, 0 in after-contact work; 0 agents sent Offline');
      expect(again.code).toBe(0);
    },
    2 * MINUTE,
  );
});
