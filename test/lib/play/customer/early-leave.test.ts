import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../../lib/plan/parse.ts';
import { leavesAfter } from '../../../../lib/play/customer/early-leave.ts';

function planWith(leaveEarly: number) {
  const plan = {
    name: 'leaving',
    target: { address: '127.0.0.1:1' },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: { sessions: 10, perMinute: 10, hold: '1m', longestVisit: '1m', leaveEarly },
  };
  const parsed = parsePlan(JSON.stringify(plan), 'leaving.json', {});
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.plan;
}
const visits = Array.from({ length: 2_000 }, (_, number) => number);

describe('the turn after which a visit leaves', () => {
  it('the turn depends on the plan and the number of the visit alone, so that whoever verifies a run knows it', () => {
    const all = () => visits.map((number) => leavesAfter(planWith(0.3), number, 6));
    expect(all()).toEqual(all());
  });

  it('the turn is any but the last, for the planned share of visits', () => {
    const early = visits.map((number) => leavesAfter(planWith(0.3), number, 6)).filter(Number.isFinite);
    expect(early.length / visits.length).toBeCloseTo(0.3, 1);
    expect([...new Set(early)].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('there is no such turn where nobody leaves early', () => {
    expect(visits.every((number) => leavesAfter(planWith(0), number, 6) === Number.POSITIVE_INFINITY)).toBe(true);
  });
});
