import type { Random } from '../../lib/base/random.ts';
import { flat, heavyTailed, type Noise, normal, skewed } from './noise.ts';

/** The values of the trials of both plans in their order in time. `isB`: whose trial it is. */
type Trials = (random: Random, isB: (place: number) => boolean, count: number) => number[];

/** Two plans between which the median difference is 0, and how their trials come out. */
export interface Null {
  readonly name: string;
  readonly trials: Trials;
}

const LEVEL = 100;
/** A fifth of the trials of one plan dip by this much. */
const DIP = 40;
const DIPPING = 0.2;
/**
 * By how much the plan that dips has to lie above the other, in spreads of a trial, so that the difference has median 0:
 * 0.8 Φ(x / √2) = 0.5.
 */
const LIFT = 0.4506;

const each =
  (value: (random: Random, isB: boolean, place: number) => number): Trials =>
  (random, isB, count) =>
    Array.from({ length: count }, (_, place) => value(random, isB(place), place));

const sides = (a: Noise, b: Noise): Trials => each((random, isB) => LEVEL + (isB ? b : a)(random));
const both = (noise: Noise): Trials => sides(noise, noise);
const times =
  (spread: number, noise: Noise): Noise =>
  (random) =>
    spread * noise(random);
const nothing: Noise = () => 0;

/** Each trial is near the one before it, whose-ever it was: the tenant has good hours and bad ones. */
const waves: Trials = (random, _, count) => {
  let level = 0;
  return Array.from({ length: count }, () => {
    level = 0.9 * level + normal(random);
    return LEVEL + level;
  });
};

const dips: Trials = each((random, isB) => {
  const noise = normal(random);
  if (!isB) return LEVEL + noise;
  return LEVEL + LIFT + noise - (random() < DIPPING ? DIP : 0);
});

/** The nulls under which a false "better" is counted. */
export const NULLS: readonly Null[] = [
  { name: 'constant', trials: both(nothing) },
  { name: 'normal', trials: both(normal) },
  { name: 'unequal noise, 1 to 10', trials: sides(normal, times(10, normal)) },
  { name: '±20 against constant', trials: sides(flat, nothing) },
  { name: 'skewed', trials: both(skewed) },
  { name: 'skewed against constant', trials: sides(skewed, nothing) },
  { name: 'drift, 1 a trial', trials: each((random, _, place) => LEVEL + place + normal(random)) },
  { name: 'a step half way', trials: each((random, _, place) => LEVEL + (place < 12 ? 0 : 30) + normal(random)) },
  { name: 'waves over trials', trials: waves },
  { name: 'heavy tails', trials: both(heavyTailed) },
  { name: 'dips in 20 %, equal medians', trials: dips },
  { name: 'whole numbers, many ties', trials: both((random) => Math.round(normal(random))) },
];
