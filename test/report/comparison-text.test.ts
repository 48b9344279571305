import { describe, expect, it } from 'vitest';
import { comparisonText } from '../../report/kinds/compare/comparison-lines.ts';
import { differenceText } from '../../report/render/outcome-text.ts';
import { comparePairs } from '../../search/comparison/comparison.ts';
import type { Measure, Outcome, Pair } from '../../search/trials/comparison-measures.ts';

const text = (pairs: readonly Pair[], measure: Measure) =>
  comparisonText({
    a: 'one-queue',
    b: 'sub-queues',
    by: 'contact-centre',
    differences: ['customers.subQueues'],
    result: comparePairs(pairs, measure),
  });

const trial = (served: number, wait: number): Outcome => ({ held: 20, served, wait, complete: served });
const pairs = Array.from({ length: 12 }, (_, place) => ({
  a: trial(place === 0 ? 0.25 : 0.5, 8_000),
  b: trial(0.75 + (place % 2) / 8, 4_000),
}));

describe('the text of a comparison', () => {
  it('says which plan is better in what, by how much, how sure that is, and what could have been seen', () => {
    expect(text(pairs, 'served').split('\n')).toEqual([
      '',
      'headroom compare · one-queue (a) and sub-queues (b), by runs of contact-centre',
      '',
      'answer          sub-queues is better in customers served than one-queue',
      'served in a     47.9 % on average, 25 at worst: 25, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50',
      'served in b     81.3 % on average, 75 at worst: 75, 87.5, 75, 87.5, 75, 87.5, 75, 87.5, 75, 87.5, 75, 87.5',
      'by how much     +37.5 points from a to b (median of 12 differences), +25 points to +37.5 points with 99.3 % confidence',
      'how sure        a better in 0 and b in 12 of 12 pairs, shown from 11 on; sign test of a median difference of 0, p < 0.001',
      'could be seen   12 pairs that vary so show a difference of 13.2 points four times in five',
      'held            no difference shown in sessions held: 20 (worst 20) and 20 (worst 20) sessions, 0 sessions in the median; a better in 0 and b in 0 of 12',
      'wait            the wait for the first answer is shorter in sub-queues than in one-queue: 8 (worst 8) and 4 (worst 4) s, -4 s in the median; a better in 0 and b in 12 of 12',
      'complete        sub-queues is better in complete dialogues than one-queue: 47.9 (worst 25) and 81.3 (worst 75) %, +37.5 points in the median; a better in 0 and b in 12 of 12',
      'these beside    shown only where all 12 pairs agree; all answers here together err in at most 0.79 %',
      'they differ in  customers.subQueues',
      '',
    ]);
  });

  it('says of fewer than eight pairs that there is no verdict, and what was measured', () => {
    const said = text(pairs.slice(0, 7), 'served');
    expect(said).toContain('no verdict: 7 pairs of trials, and fewer than 8 show nothing\n');
    expect(said).toContain('served in a     46.4 % on average');
    expect(said).toContain('+37.5 points from a to b (median of 7 differences)\n');
    expect(said).toContain('fewer than 10 pairs judge no more than one measure');
    expect(said).not.toContain('NaN');
    expect(said).not.toContain('how sure');
  });

  it('says of no pair at all that nothing was seen', () => {
    const said = text([], 'served');
    expect(said).toContain('no verdict: 0 pairs of trials');
    expect(said).toContain('served in a     not seen');
    expect(said).not.toContain('NaN');
  });
});

it('differences are told to a tenth, and to two digits where that would be nothing', () => {
  expect([12.34, -0.0712, 0].map((held) => differenceText('held', held))).toEqual([
    '+12.3 sessions',
    '-0.071 sessions',
    '0 sessions',
  ]);
});
