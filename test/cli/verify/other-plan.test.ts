import { describe, expect, it } from 'vitest';
import { otherPlanNote } from '../../../cli/verify/other-plan.ts';
import { aPlan, planJson } from '../../lib/plan/a-plan.ts';

describe('the plan of a run', () => {
  it('is said to be another one where other visits follow from it', () => {
    const played = aPlan({ customers: { ...planJson().customers, sessions: 4, hold: '1m' }, seed: 9 });
    expect(otherPlanNote(aPlan(), [played])).toBe(
      'the run was under another plan (customers.sessions, customers.holdMs, seed); allowed: the same -e as for the run',
    );
  });

  it('is the same where it differs in gate, target or name alone', () => {
    const played = aPlan({ gate: 'explore', name: 'other', target: { address: '127.0.0.1:1' } });
    expect(otherPlanNote(aPlan(), [played, aPlan()])).toBeUndefined();
  });
});
