import { mean, variance } from '../../../base/statistics.ts';
import type { Slice, Tried, WayIn } from '../../reading/way-in.ts';
import { atLeast } from './binomial.ts';

/** What refutes chance: it refuses an echo as often as any attempt, at all times alike, and never evenly. */

/** How unlikely it has to be that chance does this. */
const UNLIKELY = 0.001;
/** Of fewer attempts a share says nothing. */
const ENOUGH = 5;

/**
 * Whether chance refuses the echoes as often as they were refused. Some deployments may refuse more than others, and
 * whoever is refused knocks at the same one again, so the share of the one that refuses most counts.
 */
export function explainsEchoes({ tries: { first, echo }, deployments }: WayIn): boolean {
  const shares = [first, ...deployments.filter(({ tried }) => tried >= ENOUGH)].map(shareOf);
  return atLeast(echo.refused, echo.tried, Math.max(...shares)) >= UNLIKELY;
}

const shareOf = ({ tried, refused }: Tried): number => (tried === 0 ? 0 : refused / tried);

/** So many standard deviations above what is to be expected a sum of squares is no accident. */
const SURE = 4;

/** Whether the parts of the hold refused alike: chance knows no time, and by chance parts differ by so much at most. */
export function refusesAlike(slices: readonly Slice[]): boolean {
  const tried = slices.filter((slice) => slice.tried > 0);
  const all = tried.reduce((sum, slice) => sum + slice.tried, 0);
  const share = tried.reduce((sum, { refused }) => sum + refused, 0) / Math.max(1, all);
  const free = tried.length - 1;
  if (free < 1 || share === 0 || share === 1) return true;
  const squares = tried.reduce((sum, slice) => sum + (slice.refused - slice.tried * share) ** 2 / slice.tried, 0);
  return squares / (share * (1 - share)) < free + SURE * Math.sqrt(2 * free * kurtosisOf(tried, share, free));
}

/** By how much the variance of the sum exceeds that of many attempts in each part: few rare refusals stray further. */
function kurtosisOf(tried: readonly Slice[], share: number, free: number): number {
  const variance = share * (1 - share);
  const excess = tried.reduce((sum, slice) => sum + (1 - 6 * variance) / (variance * slice.tried), 0);
  return Math.max(1, 1 + excess / (2 * free));
}

/** By chance the variance of what is let in falls below this share of the binomial one once in 10,000 times. */
const EVENLY = 0.25;
/** Fewer parts of the hold tell nothing of it. */
const PARTS = 20;

/** Whether so many were let in part by part, however many knocked, that only a pace does it: chance is not so even. */
export function admitsEvenly(slices: readonly Slice[]): boolean {
  const refusing = slices.filter(({ refused }) => refused > 0);
  if (refusing.length < PARTS) return false;
  const binomial = mean(refusing.map(({ tried, refused }) => refused * (1 - refused / tried)));
  return variance(refusing.map(({ admitted }) => admitted)) < EVENLY * binomial;
}
