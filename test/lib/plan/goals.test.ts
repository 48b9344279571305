import { describe, expect, it } from 'vitest';
import { limitsOf, visitGoalsOf } from '../../../lib/plan/goals.ts';
import { parsePlan } from '../../../lib/plan/parse.ts';
import { aPlan, planJson } from './a-plan.ts';

function errorOf(goals: object, gate = 'ci'): string {
  const parsed = parsePlan(JSON.stringify({ ...planJson(), gate, goals }), 'test', {});
  return parsed.ok ? 'no error' : parsed.error;
}

describe('the goals of a plan', () => {
  it('go before the shares of the gate, and leave those that they do not give', () => {
    const goals = { served: 0.9, cut: 0.07 };
    expect(visitGoalsOf(aPlan({ goals }))).toEqual({
      ...{ stayed: 0.93, spoke: 0.95, 'as-planned': 0.95, answered: 0.9, 'answered-in-time': 0.9 },
    });
    expect(visitGoalsOf(aPlan({ goals: { complete: 0.99 }, gate: 'strict' }))).toMatchObject({
      ...{ stayed: 1, 'as-planned': 0.99, 'answered-in-time': 0.95 },
    });
  });

  it('have times that go before the limits', () => {
    const goals = { wait: { p: 0.9, within: '20s' }, ack: { p: 0.95, within: '3s' } };
    expect(limitsOf(aPlan({ goals }))).toEqual({ slowAckMs: 3_000, slowDeliveryMs: 5_000, slowAnswerMs: 20_000 });
    expect(limitsOf(aPlan())).toEqual({ slowAckMs: 2_000, slowDeliveryMs: 5_000, slowAnswerMs: 60_000 });
  });

  it.each([
    [{ served: 0 }, 'goals.served: 0; allowed: a share above 0 and up to 1'],
    [{ served: '95 %' }, 'goals.served: "95 %"; allowed: a share above 0 and up to 1'],
    [{ complete: 98 }, 'goals.complete: 98; allowed: a share above 0 and up to 1'],
    [{ cut: 1 }, 'goals.cut: 1; allowed: a share from 0 to below 1'],
    [{ cut: -0.1 }, 'goals.cut: -0.1; allowed: a share from 0 to below 1'],
    [{ wait: 0.9 }, 'goals.wait: 0.9; allowed: an object with within, p'],
    [{ wait: { p: 0.9 } }, 'goals.wait.within: missing; allowed: a duration with its unit'],
    [{ wait: { p: 1.1, within: '20s' } }, 'goals.wait.p: 1.1; allowed: a share above 0 and up to 1'],
    [{ ack: { p: 0.9, within: '0s' } }, 'goals.ack.within: "0s"; allowed: a duration of at least 1ms'],
    [{ answered: 1 }, 'goals: unknown key "answered"; allowed: served, wait, ack, cut, complete'],
    [{ wait: { p: 0.9, within: '6m' } }, 'goals.wait.within: "6m"; allowed: at most customers.longestVisit, 5m'],
  ])('are refused in one line when they are %j', (goals, says) => {
    expect(errorOf(goals)).toContain(`plan test: ${says}`);
    expect(errorOf(goals)).not.toContain('\n');
  });

  it.each([
    [{ cut: 0.5 }, 'goals.cut: 0.5; allowed: at most 0.05, as gate ci has it, with gate strict'],
    [{ served: 0.9 }, 'goals.served: 0.9; allowed: at least 0.95, as gate ci has it, with gate strict'],
    [{ wait: { p: 0.8, within: '20s' } }, 'goals.wait.p: 0.8; allowed: at least 0.9, as gate ci has it'],
    [{ ack: { p: 0.94, within: '2s' } }, 'goals.ack.p: 0.94; allowed: at least 0.95, as gate ci has it'],
    [{ complete: 0.94 }, 'goals.complete: 0.94; allowed: at least 0.95, as gate ci has it'],
  ])('contradict the gate strict when they are laxer than ci: %j', (goals, says) => {
    expect(errorOf(goals, 'strict')).toContain(says);
    for (const gate of ['ci', 'explore']) expect(errorOf(goals, gate)).toBe('no error');
  });

  it('may be as lax as ci under strict', () => {
    const goals = { served: 0.95, wait: { p: 0.9, within: '20s' }, ack: { p: 0.95, within: '2s' }, cut: 0.05 };
    expect(errorOf({ ...goals, complete: 0.95 }, 'strict')).toBe('no error');
  });
});
