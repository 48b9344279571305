import { describe, expect, it } from 'vitest';
import { FoldedSamples } from '../../../report/fold/folded-samples.ts';
import { levelsOf } from '../../../report/shares/levels.ts';
import { aPlan, planJson } from '../../lib/plan/a-plan.ts';

const START = Date.parse('2026-11-24T12:00:00Z');
const tags = { scenario: 'customers' };

/** Folds sessions, each open from one second to another. */
function foldOf(sessions: readonly (readonly [opensS: number, closesS: number])[]): FoldedSamples {
  const folded = new FoldedSamples();
  for (const [opensS, closesS] of sessions) {
    for (const [metric, second] of [
      ['guest_sessions_opened', opensS],
      ['guest_sessions_closed', closesS],
    ] as const) {
      const slot = folded.slot(metric, tags);
      if (slot) folded.add(slot, START + second * 1_000, 1);
    }
  }
  return folded;
}

describe('the levels of a run of several shares', () => {
  // Two sessions at six a minute: a ramp of 20 s, and a hold of 24 s.
  const plan = aPlan({
    customers: {
      ...planJson().customers,
      sessions: 2,
      perMinute: 6,
      hold: '24s',
      teardown: '10s',
      longestVisit: '60s',
    },
  });

  it('are those of the same instants: a place that one share leaves and another takes is one place', () => {
    // The second share began 2 s later. Each has a session at the end of its own ramp: 1 + 1, and never 2 at once.
    const samples = foldOf([
      [10, 21],
      [21.5, 60],
    ]);
    const levels = levelsOf(samples, plan, [START, START + 2_000]);
    expect(levels).toMatchObject({ afterRamp: 1, afterHold: 1, peak: 1 });
    expect(new Set(levels.slices)).toEqual(new Set([1]));
  });

  it('count sessions of all shares that are open together', () => {
    const samples = foldOf([
      [1, 30],
      [2, 60],
      [3, 5],
    ]);
    const { peak, afterRamp, afterHold, slices } = levelsOf(samples, plan, [START, START]);
    expect({ peak, afterRamp, afterHold }).toEqual({ peak: 3, afterRamp: 2, afterHold: 1 });
    // A 24th of the hold is a second. The session that ends after 30 s is there to the end of the tenth.
    expect(slices.filter((level) => level === 2)).toHaveLength(10);
  });
});
