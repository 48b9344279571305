import { describe, expect, it } from 'vitest';
import type { SignInState } from '../../../lib/measures/table/tag-values.ts';
import { readSummary } from '../../../lib/verdict/reading/reading.ts';
import { verdictOn } from '../../../lib/verdict/verdict.ts';
import { aPlan, planJson } from '../plan/a-plan.ts';
import { metricsOf } from './metrics.ts';
import { withSplits } from './with-splits.ts';

const script = 'customers';
const counter = (count: number) => ({ values: { count } });
const redirectUri = 'https://example.com/signed-in';

/** The verdict on a run of 100 visits in which sign-ins came to this. Without `tried` nobody tried an upgrade. */
function judge(states: Readonly<Partial<Record<SignInState, number>>>, kind = 'code', tried = true, more = {}) {
  const credentials = { source: 'file', path: 'guests.txt' };
  const authentication = { credentials, kind, ...(kind === 'code' && { redirectUri }) };
  const plan = aPlan({ agents: undefined, customers: { ...planJson().customers, authentication } });
  const none = { refused: 0, admitted: 0, closed: 0 };
  const opened = metricsOf({ ramp: { ...none, admitted: 100 }, hold: none, teardown: { ...none, closed: 100 } });
  const signIns = Object.entries(states).map(([state, count]) => [`guest_sign_ins{state:${state}}`, counter(count)]);
  const total = Object.values(states).reduce((sum, count) => sum + count, 0);
  const metrics = { ...(tried ? opened : {}), guest_sign_ins: counter(total), ...Object.fromEntries(signIns), ...more };
  return verdictOn(readSummary(withSplits(metrics, script, plan), { durationMs: 60_000, script, plan }), plan);
}

describe('the verdict on guests that sign in', () => {
  it.each([
    [{ 'signed-in': 100, refreshed: 300 }],
    [{ 'signed-in': 95, refused: 5 }],
    [{ 'signed-in': 100, 'refresh-refused': 2, unauthorized: 3 }],
  ])('names nothing over %j, of which twenty can stay signed in for one that cannot', (states) => {
    expect(judge(states)?.cause).toBe('none');
  });

  it('names credentials that the org does not take, even where nobody tried an upgrade', () => {
    expect(judge({ refused: 60, 'no-credential': 40 }, 'code', false)).toMatchObject({
      cause: 'guests-not-signed-in',
      says: '100 of 100 guests could not sign in, or did not stay signed in.',
      evidence: [
        '60 credentials were refused when they were exchanged for a JWT',
        '40 visits had no credential',
        '0 guests signed in, and 0 JWTs were refreshed',
      ],
      change: expect.stringContaining('codes that nobody has used'),
    });
    expect(judge({ refused: 100 }, 'refresh-token')?.change).toContain('refresh tokens that have not expired');
  });

  it('names JWTs that end in mid-visit, and says how to let them last', () => {
    expect(judge({ 'signed-in': 100, refreshed: 2, 'refresh-refused': 4, unauthorized: 2 })).toMatchObject({
      cause: 'guests-not-signed-in',
      says: expect.stringContaining('6 of 100 guests'),
      evidence: [
        '4 JWTs ended in mid-visit, and their refresh was refused',
        expect.stringMatching(/^2 JWTs were refused right after a refresh/),
        '100 guests signed in, and 2 JWTs were refreshed',
      ],
      change: expect.stringContaining('Max Refresh Token Lifetime'),
    });
  });

  it('does not name them where so few visits are lost by it that the gate may hold', () => {
    const visits = (passes: number) => ({
      visits: { values: { passes, fails: 100 - passes } },
      'visits{goal:stayed}': { values: { passes, fails: 100 - passes } },
    });
    const unanswered = { 'signed-in': 5, unanswered: 5 };
    expect(judge(unanswered, 'code', true, visits(95))?.cause).not.toBe('guests-not-signed-in');
    expect(judge(unanswered, 'code', true, visits(94))?.cause).toBe('guests-not-signed-in');
    // The gate's rule on sign-ins is crossed by these, however few of the visits they are.
    expect(judge({ 'signed-in': 5, refused: 5 }, 'code', true, visits(95))?.cause).toBe('guests-not-signed-in');
  });

  it('names calls that nobody answers', () => {
    expect(judge({ unanswered: 30 }, 'code', false)).toMatchObject({
      cause: 'guests-not-signed-in',
      says: 'Sign-ins are held up: 30 calls for a JWT came to nothing.',
    });
  });
});
