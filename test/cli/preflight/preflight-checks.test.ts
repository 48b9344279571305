import { describe, expect, it } from 'vitest';
import { OrgError } from '../../../cli/platform/org.ts';
import { tokenChecks } from '../../../cli/preflight/agent-checks.ts';
import { approvalChecks } from '../../../cli/preflight/approval-checks.ts';
import { capacityChecks } from '../../../cli/preflight/capacity-checks.ts';
import { limitChecks } from '../../../cli/preflight/limit-checks.ts';
import { machineChecks } from '../../../cli/preflight/machine-checks.ts';
import { preflightText } from '../../../cli/preflight/preflight-text.ts';
import { checksOrUnknown, firstFew } from '../../../cli/preflight/unknown-check.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';

const agents = (count: number) => ({ ...(aPlan().agents as NonNullable<ReturnType<typeof aPlan>['agents']>), count });

describe('a preflight check', () => {
  it('is unknown where the org denies the client the call', async () => {
    const refused = await checksOrUnknown('campaigns', async () => {
      throw new OrgError('GET org/api: HTTP 403: missing permission', 403);
    });
    expect(refused).toMatchObject([{ what: 'campaigns', state: 'unknown', is: expect.stringContaining('403') }]);
    const broken = checksOrUnknown('campaigns', async () => {
      throw new OrgError('GET org/api: HTTP 500', 500);
    });
    await expect(broken).rejects.toThrow('HTTP 500');
  });

  it('names three, and counts the rest', () => {
    expect(firstFew(['a', 'b', 'c'])).toBe('a, b, c');
    expect(firstFew(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  });

  it("compares with Genesys's published limits where the org tells none, and says so", () => {
    const checks = limitChecks(new Map(), aPlan(), 9);
    expect(checks.at(-1)).toMatchObject({ what: 'limits', state: 'unknown' });
    expect(checks[0]?.is).toMatch(/ of 1,000$/);
  });

  it('cannot know the limits over all tokens of a real org, and says what its agents call together', () => {
    const plan = aPlan({ target: { domain: 'mypurecloud.com' } });
    const wide = limitChecks(new Map(), plan, 9).find(({ what }) => what === 'API calls a minute, whole org');
    const perAgent = limitChecks(new Map(), plan, 9).find(({ what }) => what === 'API calls a minute, one agent');
    expect(wide?.state).toBe('unknown');
    const [calls = 0, each = 0] = [wide, perAgent].map((check) =>
      Number(/[\d,]+/.exec(check?.is ?? '')?.[0]?.replaceAll(',', '')),
    );
    const { customers, agents: told } = plan;
    const busy = Math.min(1, customers.sessions / ((told?.count ?? 0) * (told?.capacity ?? 1)));
    expect(calls).toBeGreaterThan((told?.count ?? 0) * (each - 1) * busy);
    expect(calls).toBeLessThanOrEqual((told?.count ?? 0) * (each + 1) * busy);
  });

  it('says what capacity the agents need, or how many agents where no capacity is enough', () => {
    const changeOf = (count: number, wanted: number) => capacityChecks(agents(count), [1], wanted)[0]?.change;
    expect(changeOf(2_000, 10_000)).toBe("set the agents' message utilization to at least 5");
    expect(changeOf(100, 10_000)).toBe('at least 400 agents: one may have 25 messages at most');
  });

  it('names every refused token by its number', () => {
    const users = ['a', undefined, 'c', undefined, undefined, undefined];
    expect(tokenChecks(agents(6), users)[0]?.is).toBe(
      'the org takes 2 of 6, and not those of agents 2, 4, 5 and 1 more',
    );
  });

  it('warns of files and ports that a load generator like this machine lacks', () => {
    const plan = aPlan({ customers: { sessions: 30_000, perMinute: 1_000, hold: '1m', longestVisit: '5m' } });
    const changed = (machine: object) =>
      machineChecks(plan, { openFiles: 1_048_576, ports: 64_000, ...machine }).map(
        ({ state, is }) => `${state}: ${is}`,
      );
    expect(changed({})).toEqual(['ok: files and local ports for 30,000 customers, should k6 run here']);
    expect(changed({ openFiles: 4_096 })).toEqual(['warn: k6 may open 4,096 files here, and needs 30,220']);
    expect(changed({ ports: 28_232 })[0]).toMatch(/^warn: there are 28,232 local ports for 30,000 customers/);
    expect(changed({ openFiles: undefined })[0]).toMatch(/^unknown: /);
  });

  it('expects fewer files and ports with more generators', () => {
    const customers = { sessions: 30_000, perMinute: 1_000, hold: '1m', longestVisit: '5m' };
    const plan = aPlan({ customers, generators: { count: 10 } });
    expect(machineChecks(plan, { openFiles: 4_096, ports: 28_232 })[0]?.state).toBe('ok');
  });
});

describe('the check of the approval', () => {
  const at = (time: string) => Date.parse(`2026-12-01T${time}Z`);
  const plan = (more: object) => aPlan({ target: { domain: 'mypurecloud.com' }, ...more });
  const window = (from: string, to: string) =>
    plan({ approval: { reference: 'CASE-1', from: `2026-12-01T${from}:00Z`, to: `2026-12-01T${to}:00Z` } });
  const stateOf = (of: ReturnType<typeof plan>, nowMs: number) => approvalChecks(of, nowMs)[0];

  it('fails without an approval for every target but this machine', () => {
    expect(stateOf(aPlan(), 0)).toMatchObject({ state: 'ok' });
    expect(stateOf(plan({}), 0)).toMatchObject({ state: 'fail', is: 'none for load on mypurecloud.com' });
  });

  it('passes for a window that the longest run fits into, and says when to begin', () => {
    // A ramp of 2 min, a hold and a teardown of 10 each, a visit of 5 and its ends: less than half an hour, more than a quarter.
    expect(stateOf(window('01:00', '03:00'), at('00:00'))?.state).toBe('ok');
    expect(stateOf(window('01:00', '03:00'), at('00:00'))?.is).toMatch(/: begin it by 2026-12-01T02:[23]\d/);
    expect(stateOf(window('01:00', '01:15'), at('00:00'))?.is).toMatch(/does not fit the window of CASE-1/);
    expect(stateOf(window('01:00', '03:00'), at('02:50'))?.is).toMatch(/had to begin by 2026-12-01T02:/);
  });
});

describe('the text of a preflight', () => {
  const check = (state: 'ok' | 'warn' | 'fail' | 'unknown', change?: string) => ({
    what: 'deployments',
    state,
    is: 'as they are',
    ...(change === undefined ? {} : { change }),
  });
  const last = (checks: ReturnType<typeof check>[]) => preflightText(checks).trimEnd().split('\n').at(-1)?.trim();

  it('has a line for each check, one for what to change, and a conclusion', () => {
    expect(preflightText([check('fail', 'mend them')])).toMatch(
      /\n {2}FAIL {2}deployments +as they are\n +→ mend them\n\n/,
    );
    expect(last([check('ok'), check('ok')])).toBe('ready: nothing in the way in 2 checks');
    expect(last([check('ok'), check('unknown')])).toBe('ready, with a reserve: 0 to look at, 1 could not be seen');
    expect(last([check('fail'), check('warn')])).toBe(
      'not ready: 1 of 2 would spoil the test; 1 to look at, 0 could not be seen',
    );
  });
});
