import { describe, expect, it } from 'vitest';
import { headroom, runAgainst, tenantWith } from './headroom.ts';

const SMOKE = { PLAN: 'plans/smoke.json' };
const MINUTE = 60_000;

describe.concurrent('the smoke plan is a gate', () => {
  it.each(['customers', 'agents', 'contact-centre'])(
    '%s exits 0 while it holds',
    async (script) => {
      // Customers alone have nobody to answer them: the longest visit ends theirs.
      const values = script === 'customers' ? { ...SMOKE, LONGEST_VISIT: '8s' } : SMOKE;
      const { code, stdout } = await headroom(runAgainst(await tenantWith(), script, values));
      expect(stdout).toContain('gate ci         holds');
      expect(code).toBe(0);
    },
    MINUTE,
  );

  it(
    'the dense transport plays the same: many sessions a VU, every message acknowledged',
    async () => {
      const tenant = await tenantWith();
      const { code, stdout } = await headroom(runAgainst(tenant, 'contact-centre', { ...SMOKE, TRANSPORT: 'dense' }));
      expect(stdout).toContain('customers: 1 iterations for each of 1 VUs');
      expect(stdout).toContain('gate ci         holds');
      expect(stdout).not.toMatch(/[1-9]\d* (lost|altered|duplicated|reordered|unresolved)/);
      // The sentinel's knock may be one more.
      expect((await tenant.state()).peak).toSatisfy(({ guest }) => guest === 20 || guest === 21);
      expect(code).toBe(0);
    },
    MINUTE,
  );

  it(
    'exits 99 when the tenant refuses more than the gate allows',
    async () => {
      const tenant = await tenantWith('--set', 'ceiling.max=12');
      const { code, stdout } = await headroom(runAgainst(tenant, 'contact-centre', SMOKE));
      expect(stdout).toContain('ws_upgrade_503: rate<0.01');
      expect(stdout).toContain('verdict         tenant-connection-ceiling');
      // Visits come and go, so one place may be free for a moment.
      expect(stdout).toMatch(/The tenant holds 1[12] sessions/);
      // What the plan wanted goes by the clock: on a busy machine more is wanted by the time of the first refusal.
      expect(stdout).toMatch(/first refusal when session (?:1[2-9]|20) was wanted/);
      expect(code).toBe(99);
    },
    MINUTE,
  );

  it(
    "counts notification sockets too where the ceiling's scope says so, and not where it does not",
    async () => {
      const values = { ...SMOKE, CUSTOMERS: '5', AGENTS: '5' };
      const all = await tenantWith('--set', 'ceiling.max=8', '--set', 'ceiling.scope=all');
      const guests = await tenantWith('--set', 'ceiling.max=8', '--set', 'ceiling.scope=guests');
      const runs = [all, guests].map((tenant) => headroom(runAgainst(tenant, 'contact-centre', values)));
      const [scopeAll, scopeGuests] = await Promise.all(runs);
      expect(scopeAll?.code).toBe(99);
      expect((await all.state()).peak).toSatisfy((peak) => peak.guest + peak.notifications >= 8);
      expect(scopeGuests?.code).toBe(0);
      expect((await guests.state()).peak).toMatchObject({ guest: 5, notifications: 5 });
    },
    MINUTE,
  );

  it(
    "fails the agents' own 503 gate when their notification sockets are refused",
    async () => {
      const tenant = await tenantWith('--set', 'ceiling.max=3', '--set', 'ceiling.scope=all');
      const { code, stdout } = await headroom(runAgainst(tenant, 'agents', SMOKE));
      expect(stdout).toContain('ws_sessions{status:503,scenario:agents}: count<1');
      expect(code).toBe(99);
    },
    MINUTE,
  );

  it(
    'exits 99 when no conversation reaches an agent, though every session opens and every message is acknowledged',
    async () => {
      const tenant = await tenantWith('--profile', 'flow-not-routing');
      const values = { ...SMOKE, LONGEST_VISIT: '6s' };
      const { code, stdout } = await headroom(runAgainst(tenant, 'contact-centre', values));
      expect(stdout).toContain('gate ci         crossed: messages{side:agent,state:sent}: count>=1\n');
      expect(stdout).toContain('verdict         flow-not-routing');
      expect(code).toBe(99);
    },
    MINUTE,
  );

  it.each(['customers', 'contact-centre'])(
    '%s exits 99 when nothing opened',
    async (script) => {
      const tenant = await tenantWith('--set', 'ceiling.max=0');
      const { code, stdout } = await headroom(runAgainst(tenant, script, SMOKE));
      expect(stdout).toContain('guest_sessions_opened: count>=19');
      expect(code).toBe(99);
    },
    MINUTE,
  );
});
