import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { outcomeIn } from '../../../cli/compare/run-outcome.ts';
import { resultText } from '../../../lib/verdict/result-text.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';
import { withSplits } from '../../lib/verdict/with-splits.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-outcome-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plan = aPlan({ customers: { sessions: 20, perMinute: 600, hold: '10s', longestVisit: '20s' } });
const rate = (passes: number, of: number) => ({ values: { passes, fails: of - passes } });

/** Forty visits: 30 had to be answered and 24 were, 20 went as planned; 15 of 20 sessions were open in the hold. */
const metrics = {
  'visits{goal:stayed}': rate(30, 40),
  'visits{goal:answered}': rate(24, 30),
  'visits{goal:as-planned}': rate(20, 40),
  visits: rate(104, 180),
  'session_seconds{phase:hold,state:unanswered}': { values: { count: 50 } },
  'session_seconds{phase:hold,state:served}': { values: { count: 90 } },
  'session_seconds{phase:hold,state:gap}': { values: { count: 10 } },
  session_seconds: { values: { count: 150 } },
  first_answer: { values: { min: 900, avg: 2_000, med: 1_500, 'p(95)': 4_000, max: 5_000 } },
};

function outcome(more: object = {}, changed: object = {}) {
  const file = path.join(folder, 'result.json');
  const whole = withSplits({ ...metrics, ...changed }, 'contact-centre', plan);
  const base = { script: 'contact-centre', verdict: { cause: 'none', says: 'All is well.' }, incomplete: null };
  writeFileSync(file, resultText({ ...base, metrics: whole, reading: { durationMs: 40_000 }, ...more }));
  return outcomeIn(file, 'contact-centre', plan);
}

describe('the outcome of a run', () => {
  it('is what was open on average, and shares of all visits that are over, refused ones among them', () => {
    expect(outcome()).toEqual({ outcome: { held: 14, served: 24 / 40, complete: 0.5, wait: 1_500 } });
  });

  it('has no wait where nobody was answered', () => {
    const nobody = { first_answer: { values: { med: 0 } }, 'visits{goal:answered}': rate(0, 30) };
    expect(outcome({}, nobody)).toEqual({ outcome: { held: 14, served: 0, complete: 0.5 } });
  });

  it('does not count where the run was cut short, or its generator could not keep up', () => {
    const cut = outcome({ incomplete: { lastedMs: 10_000, plannedMs: 40_000 } });
    expect(cut).toEqual({ failed: 'the run is incomplete: its load lasted 10s of 40s' });
    const slow = { cause: 'generator-saturated', says: 'The load generator could not keep up.' };
    expect(outcome({ verdict: slow })).toEqual({ failed: 'The load generator could not keep up.' });
  });

  it('does not count where the figures are unknown, or no visit was over', () => {
    const { 'visits{goal:stayed}': _, ...unsplit } = metrics;
    expect(outcome({ metrics: unsplit })).toMatchObject({ failed: expect.stringContaining('unknown: ') });
    expect(outcome({ metrics: withSplits({}, 'contact-centre', plan) })).toEqual({ failed: 'no visit was over' });
    expect(outcomeIn(path.join(folder, 'nowhere.json'), 'contact-centre', plan)).toMatchObject({
      failed: expect.stringContaining('no such file'),
    });
  });
});
