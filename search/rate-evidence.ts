import type { Random } from '../lib/base/random.ts';
import { metALimit, type ProbeReading } from '../lib/plan/probes/phase.ts';
import type { Offered } from '../lib/plan/probes/settings.ts';
import { permutationP } from './permutation-test.ts';
import { mean, median, shownP } from './statistics.ts';

/** An overshoot probe, and how it was offered. */
export interface OfferedReading extends Offered {
  readonly reading: ProbeReading;
}

/** What is varied, each with each: pace, and the rest before the probe. */
export const COMBINATIONS: readonly Offered[] = [
  { slow: false, rested: false },
  { slow: false, rested: true },
  { slow: true, rested: false },
  { slow: true, rested: true },
];

const SIGNIFICANT = 0.05;
/** Less than a tenth more is noise of the ceiling, whatever the test says. */
const MATERIAL = 1.1;
/** Half as much again, in every probe, needs no test: no noisy ceiling is so. */
const EVIDENT = 1.5;
/** Below this share of the most that was admitted, a level is not one of the same ceiling. */
const COLLAPSED = 0.5;
/** The share of knocks that a full house lets in only when the draw of its ceiling goes up again and again. */
const KNOCKS_IN = 0.75;
const MIN_KNOCKS = 5;

/**
 * A limit on the rate of connections shows in what the phases vary, whatever status it answers: more sessions come in
 * when they are offered slowly, or after a long rest; single knocks come in although nobody left; or a level that was
 * admitted once is not admitted again right after all have left. Gives what showed it, or undefined. `admittedBefore`
 * is the most that was ever inside.
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

const inside = ({ reading }: OfferedReading): number => reading.admitted + reading.knocksAdmitted;

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

/** Whether the probes that `gently` names held more than the others. */
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
