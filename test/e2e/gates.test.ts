import { describe, expect, it } from 'vitest';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

/** The smoke plan, with values of `-e`. */
const smoke = (script: string, env: Readonly<Record<string, string>> = {}, ...sets: string[]) =>
  playOnVirtualClock({ script, plan: 'plans/smoke.json', env, sets });

describe('the smoke plan is a gate', () => {
  it.each(['customers', 'agents', 'contact-centre'])(
    '%s exits 0 while it holds',
    async (script) => {
      // Customers alone have nobody to answer them: the longest visit ends theirs.
      const { exitCode, stdout } = await smoke(script, script === 'customers' ? { LONGEST_VISIT: '8s' } : {});
      expect(stdout).toContain('gate ci         holds');
      expect(exitCode).toBe(0);
    },
    NO_LIMIT,
  );

  it(
    'the dense transport plays the same: many sessions a VU, every message acknowledged',
    async () => {
      const { exitCode, stdout, tenant } = await smoke('contact-centre', { TRANSPORT: 'dense' });
      expect(stdout).toContain('customers: 1 iterations for each of 1 VUs');
      expect(stdout).toContain('gate ci         holds');
      expect(stdout).not.toMatch(/[1-9]\d* (lost|altered|duplicated|reordered|unresolved)/);
      // The sentinel's knock may be one more.
      expect(tenant.org.admission.peak).toSatisfy(({ guest }) => guest === 20 || guest === 21);
      expect(exitCode).toBe(0);
    },
    NO_LIMIT,
  );

  it(
    'exits 99 when the tenant refuses more than the gate allows',
    async () => {
      const { exitCode, stdout } = await smoke('contact-centre', {}, 'ceiling.max=12');
      expect(stdout).toContain('ws_upgrade_503: rate<0.01');
      // A hold of some seconds is too short to part a level from a pace.
      expect(stdout).toMatch(/verdict +undetermined\n +Upgrades are refused by a limit on the sessions at once or on/);
      expect(stdout).toContain('headroom attribute <plan> --axes pace tells them apart');
      // What the plan wanted goes by the clock.
      expect(stdout).toMatch(/first refusal when session (?:1[2-9]|20) was wanted/);
      expect(exitCode).toBe(99);
    },
    NO_LIMIT,
  );

  it(
    "counts notification sockets too where the ceiling's scope says so, and not where it does not",
    async () => {
      const values = { CUSTOMERS: '5', AGENTS: '5' };
      const all = await smoke('contact-centre', values, 'ceiling.max=8', 'ceiling.scope=all');
      const guests = await smoke('contact-centre', values, 'ceiling.max=8', 'ceiling.scope=guests');
      expect(all.exitCode).toBe(99);
      expect(all.tenant.org.admission.peak).toSatisfy((peak) => peak.guest + peak.notifications >= 8);
      expect(guests.exitCode).toBe(0);
      expect(guests.tenant.org.admission.peak).toMatchObject({ guest: 5, notifications: 5 });
    },
    NO_LIMIT,
  );

  it(
    "fails the agents' own 503 gate when their notification sockets are refused",
    async () => {
      const { exitCode, stdout } = await smoke('agents', {}, 'ceiling.max=3', 'ceiling.scope=all');
      expect(stdout).toContain('ws_sessions{status:503,scenario:agents}: count<1');
      expect(exitCode).toBe(99);
    },
    NO_LIMIT,
  );

  it(
    'exits 99 when no conversation reaches an agent, though every session opens and every message is acknowledged',
    async () => {
      const { exitCode, stdout } = await playOnVirtualClock({
        script: 'contact-centre',
        plan: 'plans/smoke.json',
        profile: 'flow-not-routing',
        env: { LONGEST_VISIT: '6s' },
      });
      expect(stdout).toMatch(
        /gate ci +crossed: .*visits\{goal:answered\}: rate>=0.95.*messages\{side:agent,state:sent\}: count>=1/,
      );
      expect(stdout).toContain('verdict         flow-not-routing');
      expect(exitCode).toBe(99);
    },
    NO_LIMIT,
  );

  it.each(['customers', 'contact-centre'])(
    '%s exits 99 when nothing opened',
    async (script) => {
      const { exitCode, stdout } = await smoke(script, {}, 'ceiling.max=0');
      expect(stdout).toContain('guest_sessions_opened: count>=19');
      expect(exitCode).toBe(99);
    },
    NO_LIMIT,
  );
});
