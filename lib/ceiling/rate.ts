import type { Random } from '../pacing/random.ts';
import { permutationP } from './permutation.ts';
import { metALimit, type ProbeReading } from './phase.ts';
import { mean, median } from './statistics.ts';

/** An overshoot probe, and whether it was offered at the slow pace. */
export interface PacedReading {
  readonly slow: boolean;
  readonly reading: ProbeReading;
}

const SIGNIFICANT = 0.05;
/** A slow pace that admits less than a tenth more is noise of the ceiling, whatever the test says. */
const MATERIAL = 1.1;
/** Below this share of the most that was admitted, a level is not one of the same ceiling. */
const COLLAPSED = 0.5;
/** The share of knocks that a full house lets in only when the draw of its ceiling goes up again and again. */
const KNOCKS_IN = 0.75;
const KNOCKS_LEAST = 5;

/**
 * A limit on the rate of connections shows in what the phases vary, whatever status it answers: more sessions come in
 * when they are offered slowly; single knocks come in although nobody left; or a level that was admitted once is not
 * admitted again right after all have left. Gives what showed it, or undefined. `admittedBefore` is what the bracket
 * got in.
 */
export function rateEvidence(
  probes: readonly PacedReading[],
  admittedBefore: number,
  random: Random,
): string | undefined {
  return turnover(probes, admittedBefore) ?? knocking(probes) ?? pace(probes, random);
}

const inside = ({ reading }: PacedReading): number => reading.admitted + reading.knocksAdmitted;

function turnover(probes: readonly PacedReading[], admittedBefore: number): string | undefined {
  const levels = probes.map(inside);
  const most = Math.max(admittedBefore, ...levels);
  const usual = median(levels);
  if (levels.length < 2 || usual >= most * COLLAPSED) return undefined;
  return `${most} sessions were admitted once, and after all had left only ${usual} (median of ${levels.length} probes) came in: what counts is how many came lately, not how many are open`;
}

function knocking(probes: readonly PacedReading[]): string | undefined {
  const full = probes.filter(({ reading }) => reading.refused > 0);
  const admitted = full.reduce((sum, { reading }) => sum + reading.knocksAdmitted, 0);
  const knocks = admitted + full.reduce((sum, { reading }) => sum + reading.knocksRefused, 0);
  const dropped = full.some(({ reading }) => reading.dropped > 0);
  if (dropped || knocks < KNOCKS_LEAST || admitted < knocks * KNOCKS_IN) return undefined;
  return `${admitted} of ${knocks} single knocks came in while others had just been refused and nobody left`;
}

function pace(probes: readonly PacedReading[], random: Random): string | undefined {
  const levels = (slow: boolean) => probes.filter((probe) => probe.slow === slow).map(({ reading }) => reading.held);
  const [fast, slow] = [levels(false), levels(true)];
  if (fast.length < 4 || slow.length < 4 || !probes.some(({ reading }) => metALimit(reading))) return undefined;
  const p = permutationP(fast, slow, random);
  if (p >= SIGNIFICANT || mean(slow) < mean(fast) * MATERIAL) return undefined;
  return `offered slowly ${Math.round(mean(slow))} sessions came in, fast ${Math.round(mean(fast))} (means of ${slow.length} and ${fast.length} probes, permutation test, p = ${p.toFixed(3)})`;
}
