import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../lib/base/random.ts';
import { againstHistory, WORSE_ERROR } from '../../search/comparison/against-history.ts';
import type { Measure } from '../../search/trials/comparison-measures.ts';

const answer = (measure: Measure, runs: number[], history: number[], baseline = history[0]) =>
  againstHistory(
    measure,
    {
      runs: runs.map((value) => ({ [measure]: value })),
      baseline: baseline === undefined ? {} : { [measure]: baseline },
      history: history.map((value) => ({ [measure]: value })),
    },
    seededRandom(1),
  );
/** Nineteen runs between 0.90 and 0.99. */
const NINETEEN = Array.from({ length: 19 }, (_, n) => 0.9 + (n % 10) / 100);

describe('runs against a baseline and the runs before them', () => {
  it('are worse where they lie below all of nineteen, and not where one before them was as bad', () => {
    expect(answer('served', [0.6], NINETEEN)).toMatchObject({ answer: 'worse', p: 1 / 20 });
    expect(answer('served', [0.6], [...NINETEEN.slice(1), 0.6]).answer).toBe('not shown to be worse');
  });

  it('are worse in a wait that is longer, and not in one that is shorter', () => {
    const waits = NINETEEN.map((value) => value * 1_000);
    expect(answer('wait', [2_000], waits).answer).toBe('worse');
    expect(answer('wait', [500], waits).answer).toBe('not shown to be worse');
  });

  it('cannot be told apart by too few, whatever they show, and it is said how many are needed', () => {
    expect(answer('served', [0], NINETEEN.slice(1))).toMatchObject({ answer: 'too few', needed: 19, p: undefined });
    expect(answer('served', [0, 0], NINETEEN.slice(0, 4))).toMatchObject({ answer: 'too few', needed: 5 });
    expect(answer('served', [0, 0], NINETEEN.slice(0, 5)).answer).toBe('worse');
  });

  it('are not called worse than a baseline that was itself as bad', () => {
    expect(answer('served', [0.6], NINETEEN, 0.6).answer).toBe('not shown to be worse');
  });

  it('are unknown where the measure was not seen', () => {
    expect(answer('served', [], NINETEEN).answer).toBe('unknown');
    expect(againstHistory('wait', { runs: [{ wait: 1 }], baseline: {}, history: [] }, seededRandom(1)).answer).toBe(
      'unknown',
    );
  });

  it('are called worse by chance no more often than is said, and where they are much worse nearly always', () => {
    const random = seededRandom(7);
    const share = (less: number) => {
      let worse = 0;
      for (let trial = 0; trial < 2_000; trial++) {
        const history = Array.from({ length: 24 }, random);
        if (answer('held', [random() - less], history).answer === 'worse') worse++;
      }
      return worse / 2_000;
    };
    expect(share(0)).toBeLessThanOrEqual(WORSE_ERROR + 0.01);
    expect(share(0)).toBeGreaterThan(0);
    expect(share(1)).toBeGreaterThan(0.95);
  });
});
