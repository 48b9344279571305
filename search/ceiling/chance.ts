import type { ProbeReading } from '../../lib/plan/probes/phase.ts';

/** First knocks of sessions for which there was room, and how many of them were refused. */
export interface FirstKnocks {
  readonly offered: number;
  readonly refused: number;
}

const MIN_KNOCKS = 3;
const MAX_KNOCKS = 6;
/** How many sessions of the largest probe may be refused at each of their knocks by chance, on average. */
const MISTAKEN = 0.01;
/** Fewer refusals are no evidence of refusals by chance. */
const SOME = 2;

/**
 * How many knocks it takes to tell a refusal by the level from one by chance: the fewest k, from 3 to 6, with
 * `most` × p^k ≤ 0.01. The share p that is refused by chance is estimated from above, by two standard errors and more.
 *
 * @example
 * knocksFor(400, { offered: 120, refused: 6 }); // 5
 */
export function knocksFor(most: number, { offered, refused }: FirstKnocks): number {
  const share = Math.min(1, (refused + 1 + 2 * Math.sqrt(refused + 1)) / (offered + 1));
  for (let knocks = MIN_KNOCKS; knocks < MAX_KNOCKS; knocks++) if (most * share ** knocks <= MISTAKEN) return knocks;
  return MAX_KNOCKS;
}

/** Whether so many are refused by chance that the most knocks do not tell a level from it. */
export function hidesLevel(most: number, { offered, refused }: FirstKnocks): boolean {
  return refused >= SOME && most * (refused / offered) ** MAX_KNOCKS > MISTAKEN;
}

/** First knocks of probes where nobody was refused by the level. */
export function firstKnocksOf(probes: readonly ProbeReading[]): FirstKnocks {
  let [offered, refused] = [0, 0];
  for (const { admitted, refused: lost, firstKnocksRefused = 0 } of probes) {
    offered += admitted + lost;
    refused += firstKnocksRefused;
  }
  return { offered, refused };
}

export const together = (a: FirstKnocks, b: FirstKnocks): FirstKnocks => ({
  offered: a.offered + b.offered,
  refused: a.refused + b.refused,
});
