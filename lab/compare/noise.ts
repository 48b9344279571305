import type { Random } from '../../lib/base/random.ts';
import { normal as normalOf } from '../normal.ts';

/** Noise of one trial: a value around 0. */
export type Noise = (random: Random) => number;

/** Normal noise. */
export const normal: Noise = (random) => normalOf(random(), random());

/** Far more of it lies far away than of normal noise; it has no mean (Cauchy). */
export const heavyTailed: Noise = (random) => Math.tan(Math.PI * (random() - 0.5));

/** Skewed to the right, with median 0 (lognormal). */
export const skewed: Noise = (random) => Math.exp(normal(random)) - 1;

/** Anything from −20 to 20, and on no side more often. */
export const flat: Noise = (random) => 40 * (random() - 0.5);
