import { describe, expect, it } from 'vitest';
import { nightWindow } from '../../../cli/night/night-window.ts';
import { parsePlan } from '../../../lib/plan/parse.ts';
import type { Plan } from '../../../lib/plan/schema.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

function planOn(target: object, approval?: { from: string; to: string }): Plan {
  const plan = {
    name: 'night',
    target,
    ...(approval === undefined ? {} : { approval: { reference: 'CASE-1', ...approval } }),
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: { sessions: 1, perMinute: 60, hold: '1s', longestVisit: '10s' },
  };
  const parsed = parsePlan(JSON.stringify(plan), 'plan.json', {});
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.plan;
}

/** A week of approval in Dublin, in summer time: its nights are 22:00 to 04:00 in UTC. */
const WEEK = { from: '2026-07-06T12:00:00Z', to: '2026-07-12T12:00:00Z' };
const DUBLIN = { domain: 'mypurecloud.ie' };

describe('the window of a night', () => {
  it('begins at the next 23:00 of the region within the approval, and ends at 05:00 there', () => {
    expect(nightWindow(planOn(DUBLIN, WEEK), 2 * HOUR, at('2026-07-06T13:00:00Z'), false)).toEqual({
      beginsMs: at('2026-07-06T22:00:00Z'),
      endsMs: at('2026-07-07T04:00:00Z'),
      zone: 'Europe/Dublin',
    });
  });

  it('begins at once in a night that has room for the run, and waits for the next one where it has not', () => {
    const plan = planOn(DUBLIN, WEEK);
    expect(nightWindow(plan, 2 * HOUR, at('2026-07-07T01:30:00Z'), false).beginsMs).toBe(at('2026-07-07T01:30:00Z'));
    expect(nightWindow(plan, 2 * HOUR, at('2026-07-07T02:30:00Z'), false).beginsMs).toBe(at('2026-07-07T22:00:00Z'));
  });

  it('is cut by the end of the approval', () => {
    const until = { from: '2026-07-06T12:00:00Z', to: '2026-07-07T00:30:00Z' };
    const { beginsMs, endsMs } = nightWindow(planOn(DUBLIN, until), HOUR, at('2026-07-06T13:00:00Z'), false);
    expect([beginsMs, endsMs]).toEqual([at('2026-07-06T22:00:00Z'), at('2026-07-07T00:30:00Z')]);
  });

  it('is refused where no night of the approval has room for the run, and taken by day where that was confirmed', () => {
    const day = { from: '2026-07-06T08:00:00Z', to: '2026-07-06T14:00:00Z' };
    const now = at('2026-07-06T07:00:00Z');
    expect(() => nightWindow(planOn(DUBLIN, day), HOUR, now, false)).toThrow(
      'no night of eu-west-1, 23:00 to 05:00 in Europe/Dublin, has room for it',
    );
    expect(nightWindow(planOn(DUBLIN, day), HOUR, now, true).beginsMs).toBe(at(day.from));
  });

  it('is refused without an approval, after its end, and for a run that is longer than it', () => {
    expect(() => nightWindow(planOn(DUBLIN), HOUR, 0, false)).toThrow('needs its approval');
    expect(() => nightWindow(planOn(DUBLIN, WEEK), HOUR, at('2026-07-13T00:00:00Z'), false)).toThrow(
      'outside the approved window of CASE-1',
    );
    expect(() => nightWindow(planOn(DUBLIN, WEEK), 7 * HOUR, at('2026-07-06T13:00:00Z'), false)).toThrow(
      'the run may take 7h',
    );
  });

  it('is that of the approval on this machine too, and open where it has none', () => {
    const here = { address: '127.0.0.1:7420' };
    const day = { from: '2026-07-06T08:00:00Z', to: '2026-07-06T14:00:00Z' };
    expect(nightWindow(planOn(here, day), HOUR, 0, false)).toEqual({
      beginsMs: at(day.from),
      endsMs: at(day.to),
      zone: 'UTC',
    });
    expect(nightWindow(planOn(here), HOUR, 5, false)).toEqual({ beginsMs: 5, endsMs: undefined, zone: 'UTC' });
  });

  it('is refused on this machine too when the approval is over', () => {
    const day = { from: '2026-07-06T08:00:00Z', to: '2026-07-06T14:00:00Z' };
    expect(() =>
      nightWindow(planOn({ address: '127.0.0.1:7420' }, day), HOUR, at('2026-07-07T00:00:00Z'), false),
    ).toThrow('does not end within the window of CASE-1');
  });
});
