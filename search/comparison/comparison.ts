import { mean } from '../../lib/base/statistics.ts';
import { agreeingNeeded, agreementError, medianInterval, shownWith } from '../statistics/sign-test.ts';
import { median, standardDeviation } from '../statistics/statistics.ts';
import { differenceOf, isBetter, MEASURES, type Measure, type Pair } from '../trials/comparison-measures.ts';

export type Answer = 'b is better' | 'a is better' | 'no difference shown' | 'no verdict';

/** Two plans by one measure: by how much they differ, and how sure that is. */
export interface MeasureComparison {
  readonly measure: Measure;
  /** `no verdict`: so few differences could not show anything, or nothing was seen of this measure. */
  readonly answer: Answer;
  /** The values of the trials in which it was seen. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly meanA: number;
  readonly meanB: number;
  readonly worstA: number;
  readonly worstB: number;
  /** By how much b lies above a, pair by pair; 0 counts for neither. */
  readonly differences: readonly number[];
  /** The median of the differences, with its interval at `confidence`. */
  readonly shift: { readonly estimate: number; readonly lower: number; readonly upper: number };
  /** In how many pairs either plan was better. */
  readonly better: { readonly a: number; readonly b: number };
  /** How many differences have to agree. Above their number where all would not do. */
  readonly needed: number;
  /** How probable it is, with a median difference of 0, that as many agree in either direction. */
  readonly p: number;
  readonly confidence: number;
  /** The true difference that so many pairs show four times in five, from the spread of the differences as measured. */
  readonly detectable?: number;
}

/** Whether plan B does more for what the change was for, and what else it does. */
export interface Comparison extends MeasureComparison {
  /** The other measures that were seen: shown only where all differences agree, and where that is sure for all at once. */
  readonly others: readonly MeasureComparison[];
  /** The largest probability that any of these answers shows a difference where every median is 0. */
  readonly error: number;
}

/** At most one in a hundred comparisons of a plan with itself shows a difference. */
const ERROR = 0.01;
const POWER = 0.8;
/** With fewer pairs no difference could be shown: seven of seven agree by chance once in 64. */
export const MIN_PAIRS = 8;
export const DEFAULT_PAIRS = 12;

/** Compares by one measure, chosen before the first trial, and beside it by the others. */
export function comparePairs(pairs: readonly Pair[], primary: Measure): Comparison {
  const n = pairs.length;
  const { needed, areOthersJudged } = agreementFor(n);
  const beside = MEASURES.filter((measure) => measure !== primary && isSeen(pairs, measure));
  const others = beside.map((measure) => compared(pairs, measure, areOthersJudged ? n : n + 1));
  const othersError = areOthersJudged ? beside.length * agreementError(n, n) : 0;
  const error = needed > n ? 0 : agreementError(needed, n) + othersError;
  return { ...compared(pairs, primary, needed), others, error };
}

/**
 * How many of `n` differences have to agree for the primary measure, and whether the others can be judged as well, each by
 * all `n`, so that all answers together keep `ERROR`. With 8 and 9 pairs the primary one alone uses it up.
 */
function agreementFor(n: number): { needed: number; areOthersJudged: boolean } {
  const left = ERROR - (MEASURES.length - 1) * agreementError(n, n);
  const besideOthers = agreeingNeeded(n, left);
  return besideOthers === undefined
    ? { needed: agreeingNeeded(n, ERROR) ?? n + 1, areOthersJudged: false }
    : { needed: besideOthers, areOthersJudged: true };
}

function compared(pairs: readonly Pair[], measure: Measure, needed: number): MeasureComparison {
  const differences = pairs.map((pair) => differenceOf(measure, pair));
  const [a, b] = [valuesOf(pairs, measure, 'a'), valuesOf(pairs, measure, 'b')];
  const better = {
    a: differences.filter((difference) => isBetter(measure, -difference)).length,
    b: differences.filter((difference) => isBetter(measure, difference)).length,
  };
  const n = differences.length;
  // A spread measured from so few is itself unsure: without n / (n - 1) eight pairs would show what is said in 72 %.
  const spread = standardDeviation(differences);
  return {
    measure,
    answer: isSeen(pairs, measure) && needed <= n ? answerOf(better, needed) : 'no verdict',
    a,
    b,
    meanA: mean(a),
    meanB: mean(b),
    worstA: worst(measure, a),
    worstB: worst(measure, b),
    differences,
    shift: { estimate: median(differences), ...intervalOf(differences, needed) },
    better,
    needed,
    p: agreementError(Math.max(better.a, better.b), n),
    confidence: 1 - agreementError(Math.min(needed, n), n),
    ...(needed <= n ? { detectable: shownWith(POWER, needed, n) * spread * (n / (n - 1)) } : {}),
  };
}

function answerOf(better: MeasureComparison['better'], needed: number): Answer {
  if (better.b >= needed) return 'b is better';
  return better.a >= needed ? 'a is better' : 'no difference shown';
}

/** Unbounded, ±Number.MAX_VALUE, where so few differences bound nothing. */
function intervalOf(differences: readonly number[], needed: number): { lower: number; upper: number } {
  if (needed <= differences.length) return medianInterval(differences, needed);
  return { lower: -Number.MAX_VALUE, upper: Number.MAX_VALUE };
}

function isSeen(pairs: readonly Pair[], measure: Measure): boolean {
  return pairs.some(({ a, b }) => a[measure] !== undefined && b[measure] !== undefined);
}

function valuesOf(pairs: readonly Pair[], measure: Measure, arm: 'a' | 'b'): number[] {
  return pairs.flatMap(({ [arm]: outcome }) => outcome[measure] ?? []);
}

function worst(measure: Measure, values: readonly number[]): number {
  return measure === 'wait' ? Math.max(...values) : Math.min(...values);
}
