import type { Random } from '../../lib/base/random.ts';
import { mean } from '../../lib/base/statistics.ts';
import { insideOf, metALimit, type ProbeReading } from '../../lib/plan/probes/phase.ts';
import type { Offered } from '../../lib/plan/probes/settings.ts';
import { permutationP } from '../statistics/permutation-test.ts';
import { median, shownP } from '../statistics/statistics.ts';

/** The reading of an overshoot probe, with how it was offered. */
export interface OfferedReading extends Offered {
  readonly reading: ProbeReading;
}

/** The combinations of pace and rest in which overshoot probes are offered. */
export const COMBINATIONS: readonly Offered[] = [
  { slow: false, rested: false },
  { slow: false, rested: true },
  { slow: true, rested: false },
  { slow: true, rested: true },
];

const SIGNIFICANT = 0.05;
/** The minimum ratio of means. A smaller difference may be noise of the ceiling, whatever the test says. */
const MATERIAL = 1.1;
/** The ratio that needs no test when every probe reaches it: no noisy ceiling varies so much. */
const EVIDENT = 1.5;
/** A level below this share of the maximum that was admitted is not of the same ceiling. */
const COLLAPSED = 0.5;
/**
 * The share of knocks that must be admitted. A full tenant admits as many only when the draw of its ceiling rises again
 * and again.
 */
const KNOCKS_IN = 0.75;
const MIN_KNOCKS = 5;

/**
 * Looks for a limit on the rate of connections, whatever status it answers with. It shows in what the phases vary: more
 * sessions come in when they are offered slowly or after a long rest, single knocks come in although nobody left, or a
 * level that was admitted once is not admitted again after all have left.
 *
 * @param admittedBefore the maximum of sessions that were ever open
 * @returns what showed it, in words, or undefined
 */
export function rateEvidence(
  probes: readonly OfferedReading[],
  admittedBefore: number,
  random: Random,
): string | undefined {
  return (
    turnover(probes, admittedBefore) ??
    knocking(probes) ??
    more(probes, ({ rested }) => rested, 'long after others had left', 'right after them', random) ??
    more(probes, ({ slow }) => slow, 'offered slowly', 'fast', random) ??
    more(
      probes.filter(({ slow, rested }) => slow === rested),
      ({ slow }) => slow,
      'slowly and after a rest',
      'fast and without one',
      random,
    )
  );
}

const inside = ({ reading }: OfferedReading): number => insideOf(reading);

function turnover(probes: readonly OfferedReading[], admittedBefore: number): string | undefined {
  const levels = probes.map(inside);
  const max = Math.max(admittedBefore, ...levels);
  const usual = median(levels);
  if (levels.length < 2 || usual >= max * COLLAPSED) return undefined;
  return `${max} sessions were admitted once, and after all had left only ${usual} (median of ${levels.length} probes) came in: what counts is how many came lately, not how many are open`;
}

function knocking(probes: readonly OfferedReading[]): string | undefined {
  const full = probes.filter(({ reading }) => reading.refused > 0);
  const admitted = full.reduce((sum, { reading }) => sum + reading.knocksAdmitted, 0);
  const knocks = admitted + full.reduce((sum, { reading }) => sum + reading.knocksRefused, 0);
  const dropped = full.some(({ reading }) => reading.dropped > 0);
  if (dropped || knocks < MIN_KNOCKS || admitted < knocks * KNOCKS_IN) return undefined;
  return `${admitted} of ${knocks} single knocks came in while others had just been refused and nobody left`;
}

/** Says whether the probes that `gently` selects held more than the others. */
function more(
  probes: readonly OfferedReading[],
  gently: (probe: OfferedReading) => boolean,
  so: string,
  otherwise: string,
  random: Random,
): string | undefined {
  const levels = (gentle: boolean) =>
    probes.filter((probe) => gently(probe) === gentle).map(({ reading }) => reading.held);
  const [otherHeld, gentleHeld] = [levels(false), levels(true)];
  if (otherHeld.length < 2 || gentleHeld.length < 2 || !probes.some(({ reading }) => metALimit(reading)))
    return undefined;
  const p = permutationP(otherHeld, gentleHeld, random);
  const isTested = p < SIGNIFICANT && mean(gentleHeld) >= mean(otherHeld) * MATERIAL;
  const isEvident = Math.min(...gentleHeld) >= Math.max(...otherHeld) * EVIDENT;
  if (!isTested && !isEvident) return undefined;
  return `${so} ${Math.round(mean(gentleHeld))} sessions came in, ${otherwise} ${Math.round(mean(otherHeld))} (means of ${gentleHeld.length} and ${otherHeld.length} probes, permutation test, ${shownP(p)})`;
}
