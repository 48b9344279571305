import type { Random } from '../../lib/base/random.ts';
import { mean } from '../../lib/base/statistics.ts';
import { choose, permutationP } from '../statistics/permutation-test.ts';
import { isBetter, type Measure, type Outcome } from '../trials/comparison-measures.ts';

/** At most one in twenty answers calls runs worse that differ from those before them by chance alone. */
export const WORSE_ERROR = 0.05;

/** What runs show beside a baseline and the runs before them. */
export interface AgainstHistory {
  readonly measure: Measure;
  /** `too few`: whatever the runs had shown, it could not have told. `unknown`: runs or baseline do not show the measure. */
  readonly answer: 'worse' | 'not shown to be worse' | 'too few' | 'unknown';
  readonly runs: readonly number[];
  readonly baseline: number | undefined;
  readonly history: readonly number[];
  /**
   * How probable it is that runs drawn at random from all of them are as bad: a permutation test, which takes nothing for
   * granted but that all were drawn alike. Undefined where it was not made.
   */
  readonly p: number | undefined;
  /** How many runs the history has to have at least, beside so many runs. */
  readonly needed: number;
}

/**
 * Whether runs are worse than a baseline beyond what the runs of the history differ among themselves. The history holds the
 * baseline, and not the runs. `random` draws where there are too many splits to count.
 */
export function againstHistory(
  measure: Measure,
  { runs, baseline, history }: { runs: readonly Outcome[]; baseline: Outcome; history: readonly Outcome[] },
  random: Random,
): AgainstHistory {
  const valuesOf = (some: readonly Outcome[]): number[] => some.flatMap((outcome) => outcome[measure] ?? []);
  const seen = {
    measure,
    runs: valuesOf(runs),
    baseline: baseline[measure],
    history: valuesOf(history),
    needed: historyNeeded(Math.max(1, valuesOf(runs).length)),
  };
  if (seen.baseline === undefined || seen.runs.length === 0) return { ...seen, answer: 'unknown', p: undefined };
  if (seen.history.length < seen.needed) return { ...seen, answer: 'too few', p: undefined };
  const badness = (values: readonly number[]) => values.map((value) => (isBetter(measure, 1) ? -value : value));
  const p = permutationP(badness(seen.history), badness(seen.runs), random);
  const isBelow = isBetter(measure, seen.baseline - mean(seen.runs));
  return { ...seen, answer: isBelow && p <= WORSE_ERROR ? 'worse' : 'not shown to be worse', p };
}

/** The least number of runs before them with which `runs` runs (one or more) could be told from chance. */
function historyNeeded(runs: number): number {
  let history = 1;
  while (1 / choose(history + runs, runs) > WORSE_ERROR) history++;
  return history;
}
