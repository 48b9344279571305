import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OrgRunView } from '../../../cli/run/run-view.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';

const START = Date.parse('2026-11-30T01:00:00Z');
const PLAN = aPlan({
  customers: { sessions: 12_000, perMinute: 720_000, hold: '5m', teardown: '1s', longestVisit: '10s' },
});
beforeEach(() => vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

function viewOf(isStorm = false): OrgRunView {
  const view = new OrgRunView(PLAN, isStorm);
  const push = (name: string, value: number, tags: Record<string, string> = {}) =>
    view.push({ name, type: 'counter', contains: 'default' }, value, { scenario: 'customers', ...tags }, START);
  push('guest_sessions_opened', 11_990);
  push('guest_sessions_closed', 7);
  push('ws_upgrade_refused', 386);
  push('agents_connected', 2_400);
  push('conversations', 11_900, { state: 'accepted' });
  push('conversations', 100, { state: 'wrapped-up' });
  push('messages', 61_234, { state: 'sent' });
  push('messages', 3, { state: 'lost' });
  vi.setSystemTime(START + 61_000);
  return view;
}

describe('the view of a run', () => {
  it.each([60, 80, 120])('tells all of it in lines that %i columns hold', (columns) => {
    const lines = viewOf().lines({ columns, elapsedMs: 61_000, failing: ['a', 'b'] });
    expect(lines.join(' · ')).toBe(
      '12000 sessions wanted · 11983 held · 11800 served · 386 refused · 2400 agents · 61234 messages sent, 3 lost, altered or twice · gate: 2 rules not met so far · about 4m1s left',
    );
    expect(lines.filter((line) => line.length >= columns)).toEqual([]);
  });

  it('after the end of the plan tells how long the visits that are still open may last', () => {
    const view = viewOf();
    const at = (ms: number) => {
      vi.setSystemTime(START + ms);
      return view.lines({ columns: 80, elapsedMs: ms, failing: [] }).join(' · ');
    };
    expect(at(301_000)).toContain('about 1s left');
    expect(at(305_000)).toContain("11983 visits end after the plan's time: at most 7s left");
    expect(at(1_500_000)).toContain('at most 0s left');
  });

  it('after the last visit tells that agents log off, and counts one as one', () => {
    const view = viewOf();
    const push = (name: string, value: number) =>
      view.push({ name, type: 'counter', contains: 'default' }, value, { scenario: 'customers' }, START);
    push('guest_sessions_closed', 11_983);
    push('agents_disconnected', 2_399);
    vi.setSystemTime(START + 305_000);
    const text = view.lines({ columns: 80, elapsedMs: 305_000, failing: [] }).join(' · ');
    expect(text).toContain('1 agent · ');
    expect(text).toContain('visits are over, agents log off');
  });

  it('of a storm tells nothing of sessions held, which a storm does not count', () => {
    const text = viewOf(true).lines({ columns: 80, elapsedMs: 1, failing: [] }).join(' · ');
    expect(text).not.toMatch(/wanted|held/);
    expect(text).toContain('gate holds so far');
  });
});
