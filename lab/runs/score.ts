import { atMost } from '../../lib/verdict/rules/refused-and-cut/binomial.ts';
import type { Verdict } from '../../lib/verdict/verdict.ts';
import type { Family } from './families.ts';
import type { Played } from './run.ts';

/** What the product said of the draws of one family. */
export interface Score {
  drawn: number;
  right: number;
  /** Another cause than the planted one came first; on a healthy tenant any cause. */
  wrong: number;
  /** `none`, although the fault binds. */
  missed: number;
  undetermined: number;
  /** Of those, the truth was among the candidates. */
  among: number;
  /** Draws in which a run of this kind can tell (docs/verdict.md), and how many of them were right. */
  resolvable: number;
  resolved: number;
  readonly said: Map<string, number>;
}

export const aScore = (): Score => ({
  ...{ drawn: 0, right: 0, wrong: 0, missed: 0, undetermined: 0, among: 0, resolvable: 0, resolved: 0 },
  said: new Map(),
});

/** Adds one draw. */
export function count(score: Score, family: Family, played: Played): void {
  const right = countSaid(score, family, played.verdict);
  if (!isResolvable(played)) return;
  score.resolvable++;
  if (right) score.resolved++;
}

/** Adds what the product said of one draw. Whether that was right. */
export function countSaid(
  score: Score,
  family: Pick<Family, 'causes' | 'binds'>,
  { cause, candidates = [] }: Pick<Verdict, 'cause' | 'candidates'>,
): boolean {
  score.drawn++;
  score.said.set(cause, (score.said.get(cause) ?? 0) + 1);
  const right = family.causes.includes(cause);
  if (right) score.right++;
  else if (cause === 'none') score.missed++;
  else if (cause === 'undetermined' || candidates.length > 0) {
    score.undetermined++;
    if (candidates.some((one) => family.causes.includes(one))) score.among++;
    if (!family.binds) score.wrong++;
  } else score.wrong++;
  return right;
}

const LEAST_HOLD_S = 180;
const LEAST_ECHOES = 20;
const LEAST_DEPARTURES = 3;

/**
 * Whether a run of this kind can tell: a hold of 3 minutes and two visits, visits that differ in length, departures in
 * each of the 24 parts, and echoes where anybody was refused.
 */
export function isResolvable({ scene, tally }: Played): boolean {
  const { holdS, visits } = scene;
  if (visits.kind === 'constant' || holdS < LEAST_HOLD_S || holdS < 2 * visits.meanS) return false;
  const { tried } = tally.tries.echo;
  return tally.slices.every(({ closed }) => closed >= LEAST_DEPARTURES) && (tried === 0 || tried >= LEAST_ECHOES);
}

/** The exact upper 95 % bound (one-sided) on a share of which `hits` of `tries` were seen (Clopper and Pearson). */
export function upperBound(hits: number, tries: number): number {
  let [least, most] = [0, 1];
  for (let step = 0; step < 40; step++) {
    const middle = (least + most) / 2;
    if (atMost(hits, tries, middle) > 0.05) least = middle;
    else most = middle;
  }
  return most;
}

/** The goals of the laboratory, as shares of the draws: a wrong name first, a fault that is missed or invented, not right where a run can tell. */
export const GOALS = { wrong: 20 / 3_000, missed: 8 / 3_000, unresolved: 417 / 3_000 } as const;

export function meetsGoals(score: Score): boolean {
  const { drawn, wrong, missed, resolvable, resolved } = score;
  return (
    wrong <= Math.ceil(drawn * GOALS.wrong) &&
    missed <= Math.ceil(drawn * GOALS.missed) &&
    resolvable - resolved <= Math.ceil(resolvable * GOALS.unresolved)
  );
}
