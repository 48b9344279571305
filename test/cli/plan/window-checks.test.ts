import { describe, expect, it } from 'vitest';
import { loginsCheck } from '../../../cli/plan/logins-check.ts';
import { windowChecks } from '../../../cli/plan/window-checks.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';

const FROM = '2026-12-01T23:00:00Z';
const night = (to: string) =>
  aPlan({
    target: { domain: 'mypurecloud.de' },
    approval: { reference: 'CASE-1', from: FROM, to },
    customers: { sessions: 100, perMinute: 10, hold: '10m', teardown: '1m', longestVisit: '10m' },
    agents: undefined,
  });
const states = (plan: ReturnType<typeof night>, at: string) =>
  windowChecks(plan, Date.parse(at)).map(({ what, state }) => `${what}: ${state}`);

describe('the approved window', () => {
  it('is too short where the longest that the run may take does not fit into it', () => {
    const [length] = windowChecks(night('2026-12-01T23:30:00Z'), Date.parse(FROM));
    expect(length).toMatchObject({ state: 'fail', is: expect.stringMatching(/^30m for a run of at most 3\dm/) });
    expect(states(night('2026-12-02T01:00:00Z'), FROM)).toEqual(['length of the window: ok']);
  });

  it('is no window any more when it is over', () => {
    expect(states(night('2026-12-02T01:00:00Z'), '2026-12-02T01:00:01Z')).toEqual([
      'length of the window: ok',
      'approved window: fail',
    ]);
  });

  it('is not asked for on this machine', () => {
    expect(windowChecks(aPlan(), 0)).toEqual([]);
  });
});

describe('the agents of a plan', () => {
  const withLogins = (perMinute: number) =>
    aPlan({
      customers: { sessions: 100, perMinute: 10, hold: '10m', teardown: '1m', longestVisit: '10m' },
      agents: { count: 100, perMinute, capacity: 1, tokens: { source: 'simulated' } },
    });

  it('are told to come sooner where the hold begins without them', () => {
    expect(loginsCheck(withLogins(5))).toMatchObject([
      { state: 'warn', change: expect.stringContaining('raise agents.perMinute from 5 to 10') },
    ]);
    expect(loginsCheck(withLogins(10))).toMatchObject([{ state: 'ok' }]);
  });
});
