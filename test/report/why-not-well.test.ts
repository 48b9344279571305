import { describe, expect, it } from 'vitest';
import type { GateLine } from '../../report/model/gate-lines.ts';
import { whyNotWell } from '../../report/output/why-not-well.ts';

const line = (ok: boolean, rule = 'rate>=0.95'): GateLine => ({
  ...{ metric: 'visits{goal:stayed}', rule, ok, observed: 0.5, meaning: '' },
});
const verdict = (cause: 'none' | 'sessions-cut') => ({
  ...{ cause, says: '…', evidence: [], change: undefined, next: undefined, also: [] },
});
const run = { gate: 'holds', gates: [line(true)], incomplete: undefined, verdict: verdict('none') } as const;

describe('a run', () => {
  it('passes where its gate holds and its verdict is none, or there is none', () => {
    expect(whyNotWell(run)).toBeUndefined();
    expect(whyNotWell({ ...run, verdict: undefined })).toBeUndefined();
  });

  it('does not pass where its gate is crossed, which is said before its verdict', () => {
    const gates = [line(true), line(false), line(false, 'rate>=1')];
    expect(whyNotWell({ ...run, gate: 'crossed', gates, verdict: verdict('sessions-cut') })).toBe(
      'the gate is crossed: visits{goal:stayed}: rate>=0.95, was 50\u00a0%, and 1 more',
    );
  });

  it('does not pass where its gate was not decided or not evaluated', () => {
    const incomplete = { lastedMs: 3_000, plannedMs: 10_000 };
    expect(whyNotWell({ ...run, gate: 'not decided', incomplete })).toBe(
      'the gate is not decided: the run is incomplete: its load lasted 3s of 10s',
    );
    expect(whyNotWell({ ...run, gate: 'not evaluated', gates: [] })).toMatch(/^the gate was not evaluated/);
  });

  it('does not pass where its verdict names a cause, though its gate holds', () => {
    expect(whyNotWell({ ...run, verdict: verdict('sessions-cut') })).toBe('the verdict is sessions-cut');
  });
});
