import { type Random, streamFor } from '../../lib/base/random.ts';
import { type Comparison, comparePairs } from '../../search/comparison/comparison.ts';
import { MEASURES, type Outcome, type Pair } from '../../search/trials/comparison-measures.ts';
import { normal } from './noise.ts';
import type { Null } from './nulls.ts';

/** The values of pairs of trials, in time: which of a pair comes first is drawn. */
function pairsFrom({ trials }: Null, random: Random, pairs: number, toOutcome: (value: number) => Outcome): Pair[] {
  const bFirst = Array.from({ length: pairs }, () => random() < 0.5);
  const isB = (place: number) => bFirst[Math.floor(place / 2)] === (place % 2 === 0);
  const outcomes = trials(random, isB, 2 * pairs).map(toOutcome);
  return bFirst.map((first, pair): Pair => {
    const [one = {}, other = {}] = outcomes.slice(2 * pair, 2 * pair + 2);
    return first ? { a: other, b: one } : { a: one, b: other };
  });
}

export interface FalseBetter {
  readonly runs: number;
  /** Comparisons whose primary measure shows a difference that is not there. */
  readonly primary: number;
  /** Those in which any of four measures does. They vary by themselves here, which is the worst case. */
  readonly any: number;
  /** Those in which answer and interval disagree. */
  readonly disagree: number;
}

/** The shares served differ so little that no wait counts as shorter of fewer. */
const TINY = 1e-9;

/** Compares `runs` times two plans between which there is nothing. */
export function falseBetter(on: Null, pairs: number, runs: number, seed: number): FalseBetter {
  let [primary, any, disagree] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const random = streamFor(seed, run);
    const columns = MEASURES.map((measure) =>
      pairsFrom(on, random, pairs, (value) => ({ [measure]: measure === 'served' ? value * TINY : value })),
    );
    const result = comparePairs(together(columns, pairs), 'served');
    if (isShown(result.answer)) primary++;
    if ([result, ...result.others].some(({ answer }) => isShown(answer))) any++;
    if (isShown(result.answer) !== excludesZero(result)) disagree++;
  }
  return { runs, primary, any, disagree };
}

/** Pairs in which every measure varies by itself. */
function together(columns: readonly (readonly Pair[])[], pairs: number): Pair[] {
  return Array.from({ length: pairs }, (_, place) => ({
    a: Object.assign({}, ...columns.map((column) => column[place]?.a)),
    b: Object.assign({}, ...columns.map((column) => column[place]?.b)),
  }));
}

const isShown = (answer: string): boolean => answer === 'a is better' || answer === 'b is better';
const excludesZero = ({ shift: { lower, upper } }: Comparison): boolean => lower > 0 || upper < 0;

/** The share of `runs` comparisons that show a difference of so many spreads of a trial, under normal noise. */
export function power(difference: number, pairs: number, runs: number, seed: number): number {
  const shifted = shiftedBy(difference);
  let shown = 0;
  for (let run = 0; run < runs; run++) {
    const trials = pairsFrom(shifted, streamFor(seed, run), pairs, (served) => ({ served }));
    if (comparePairs(trials, 'served').answer === 'b is better') shown++;
  }
  return shown / runs;
}

/**
 * The mean power at the difference that a comparison says it would show four times in five: each is measured once, and
 * the difference that it prints is then planted in another.
 */
export function powerAtPrinted(pairs: number, runs: number, seed: number): number {
  let shown = 0;
  for (let run = 0; run < runs; run++) {
    const random = streamFor(seed, run);
    const first = comparePairs(
      pairsFrom(shiftedBy(0), random, pairs, (served) => ({ served })),
      'served',
    );
    const again = pairsFrom(shiftedBy(first.detectable ?? 0), random, pairs, (served) => ({ served }));
    if (comparePairs(again, 'served').answer === 'b is better') shown++;
  }
  return shown / runs;
}

function shiftedBy(difference: number): Null {
  return {
    name: 'shifted',
    trials: (random, isB, count) =>
      Array.from({ length: count }, (_, place) => normal(random) + (isB(place) ? difference : 0)),
  };
}
