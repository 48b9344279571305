import type { ProbeReading } from '../../lib/plan/probes/phase.ts';
import { type FirstKnocks, firstKnocksOf, hidesLevel } from './chance.ts';

/** What happened at a fifth of the level, so that it has nothing to do with the level. */
export interface Baseline extends FirstKnocks {
  /** The sessions that a probe of the baseline offered. */
  readonly level: number;
  /** Sessions that were refused at each of their knocks. */
  readonly refusedAgain: number;
  /** Sessions that came in, and how many of them the other side closed. */
  readonly admitted: number;
  readonly dropped: number;
}

/**
 * `state`: whoever is refused is refused again at once, so a pace, an outage, or places that are not free yet. `chance`:
 * so many are refused by chance that no level shows behind it. `cuts`: sessions are closed at so low a level.
 */
export type BaselineSays = 'nothing' | 'state' | 'chance' | 'cuts';

/** The share of refused sessions that are refused at each of their knocks, from which on it is no chance. */
const STATE = 0.5;
const MIN_REFUSED = 3;
/** The minimum share of sessions that are closed, and their number, so that it is no accident. */
const CUT = 0.01;
const MIN_CUT = 2;

export function baselineOf(probes: readonly ProbeReading[]): Baseline {
  const sum = (key: 'refused' | 'admitted' | 'dropped') => probes.reduce((total, probe) => total + probe[key], 0);
  return {
    ...firstKnocksOf(probes),
    level: Math.max(0, ...probes.map(({ offer }) => offer)),
    refusedAgain: sum('refused'),
    admitted: sum('admitted'),
    dropped: sum('dropped'),
  };
}

export function baselineSays(baseline: Baseline, most: number): BaselineSays {
  const { refused, refusedAgain, admitted, dropped } = baseline;
  if (refused >= MIN_REFUSED && refusedAgain >= STATE * refused) return 'state';
  if (hidesLevel(most, baseline)) return 'chance';
  return dropped >= MIN_CUT && dropped >= admitted * CUT ? 'cuts' : 'nothing';
}
