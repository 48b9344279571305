import { type Random, streamFor } from '../../lib/base/random.ts';
import type { Guest, TenantRules } from './tenant-model.ts';

/** A kind of tenant that searches are run on. */
export interface CeilingFamily {
  readonly name: string;
  /**
   * The rules of tenant `seed`. What changes slowly, such as an outage or a state, follows from the seed alone; what is
   * redrawn is drawn from `fresh`, so that more windows can be played in the same minutes.
   */
  rules(seed: number, fresh: Random): TenantRules;
  /** The level of a hard ceiling; `none` where no number is right. Undefined where it is one of many. */
  readonly truth?: number | 'none';
  /** Settings of the search that differ. */
  readonly spreadMs?: number;
  readonly quick?: boolean;
}

const MINUTE = 60_000;
const slow = (seed: number) => streamFor(seed, 77);

/** A level that is drawn anew every `everyMs`. */
function redrawn(min: number, max: number, everyMs: number, random: Random): (atMs: number) => number {
  let slice = -1;
  let level = max;
  return (atMs) => {
    const now = Math.floor(atMs / everyMs);
    if (now !== slice) level = min + Math.floor(random() * (max - min + 1));
    slice = now;
    return level;
  };
}

/** Times of an outage of `lengthMs`, one in every `everyMs`, at a place that the seed decides. */
function outages(lengthMs: number, everyMs: number, seed: number): (atMs: number) => boolean {
  const start = slow(seed)() * (everyMs - lengthMs);
  return (atMs) => {
    const at = (atMs % everyMs) - start;
    return at >= 0 && at < lengthMs;
  };
}

/** Two levels, each for a time that is exponential with the mean `dwellMs`. */
function states(levels: readonly [number, number], dwellMs: number, seed: number): (atMs: number) => number {
  const random = slow(seed);
  const changes: number[] = [];
  const first = random() < 0.5 ? 0 : 1;
  for (let at = 0; at < 12 * 60 * MINUTE; ) {
    at += -dwellMs * Math.log(1 - random());
    changes.push(at);
  }
  return (atMs) => {
    const index = changes.findIndex((at) => at > atMs);
    return levels[(first + (index < 0 ? changes.length : index)) % 2 === 0 ? 0 : 1];
  };
}

const byDeployment = ({ deployment }: Guest) => `${deployment}`;
const chance = (share: number) => () => share;
const hard = (level: number) => () => level;
const between = (random: Random, min: number, max: number) => min + (max - min) * random();

export const CEILING_FAMILIES: readonly CeilingFamily[] = [
  { name: 'hard 180', truth: 180, rules: () => ({ level: hard(180) }) },
  { name: 'hard 37', truth: 37, rules: () => ({ level: hard(37) }) },
  { name: 'hard 3', truth: 3, rules: () => ({ level: hard(3) }) },
  { name: '140-160 redrawn each 2 s', rules: (_, fresh) => ({ level: redrawn(140, 160, 2_000, fresh) }) },
  ...[0.001, 0.003, 0.01, 0.05].map((share) => ({
    name: `180 + ${share * 100} % random 503`,
    truth: 180,
    rules: () => ({ level: hard(180), chance: chance(share) }),
  })),
  ...[0.001, 0.01, 0.05].map((share) => ({
    name: `none + ${share * 100} % random 503`,
    truth: 400,
    rules: () => ({ chance: chance(share) }),
  })),
  { name: 'none', truth: 400, rules: () => ({}) },
  { name: 'one of three nodes answers 503', truth: 'none', rules: () => ({ chance: chance(1 / 3) }) },
  {
    name: 'dead deployment of twelve, 180',
    truth: 180,
    rules: () => ({ level: hard(180), isDead: ({ deployment }) => deployment === 5 }),
  },
  {
    name: 'dead three of twelve, none',
    truth: 400,
    rules: () => ({ isDead: ({ deployment }) => deployment % 4 === 1 }),
  },
  {
    name: 'soft 140-180',
    rules: () => ({ soft: (open) => Math.min(1, Math.max(0, (open - 140) / 40)) }),
  },
  {
    name: 'soft 2 % / 15 %, hard 180',
    rules: () => ({ level: hard(180), soft: (open) => (open < 100 ? 0 : open < 140 ? 0.02 : 0.15) }),
  },
  { name: 'soft 30 % from 120, hard 180', rules: () => ({ level: hard(180), soft: (open) => (open < 120 ? 0 : 0.3) }) },
  { name: 'eviction at 150', truth: 150, rules: () => ({ level: hard(150), above: 'evict' }) },
  {
    name: 'cut above 150 after 300 ms',
    truth: 150,
    rules: () => ({ level: hard(150), above: 'cut', cutAfterMs: 300 }),
  },
  {
    name: 'cut above 15 after 300 ms, quick',
    truth: 15,
    quick: true,
    rules: () => ({ level: hard(15), above: 'cut', cutAfterMs: 300 }),
  },
  { name: '140-160 redrawn, quick', quick: true, rules: (_, fresh) => ({ level: redrawn(140, 160, 2_000, fresh) }) },
  { name: '180 + 1 %, quick', truth: 180, quick: true, rules: () => ({ level: hard(180), chance: chance(0.01) }) },
  { name: 'release 5 s, 150', truth: 150, rules: () => ({ level: hard(150), releaseMs: 5_000 }) },
  { name: 'release 30 s, 150', truth: 150, rules: () => ({ level: hard(150), releaseMs: 30_000 }) },
  { name: 'release 300 s, 150', truth: 'none', rules: () => ({ level: hard(150), releaseMs: 300_000 }) },
  {
    name: 'outage of 8 s in 10 min, 180',
    rules: (seed) => ({ level: hard(180), isOut: outages(8_000, 10 * MINUTE, seed) }),
  },
  { name: 'outage of 8 s in 10 min, none', rules: (seed) => ({ isOut: outages(8_000, 10 * MINUTE, seed) }) },
  { name: '150 / 100, 10 min each', rules: (seed) => ({ level: states([150, 100], 10 * MINUTE, seed) }) },
  {
    name: '150 / 100, 10 min each, spread',
    spreadMs: 60 * MINUTE,
    rules: (seed) => ({ level: states([150, 100], 10 * MINUTE, seed) }),
  },
  {
    name: 'waves 140-160 of 5 min, spread',
    spreadMs: 60 * MINUTE,
    rules: (seed) => {
      const phase = 2 * Math.PI * slow(seed)();
      return { level: (atMs) => 150 + 10 * Math.sin(phase + (2 * Math.PI * atMs) / (5 * MINUTE)) };
    },
  },
  {
    name: 'each of 12 deployments 12',
    rules: () => ({ level: hard(12), key: byDeployment }),
  },
  {
    name: 'falls from 140 to 100 at 1-4 min',
    rules: (seed) => {
      const atMs = MINUTE * between(slow(seed), 1, 4);
      return { level: (now) => (now < atMs ? 140 : 100) };
    },
  },
  {
    name: 'bucket 10-300, 1-6000 a minute',
    truth: 'none',
    rules: (seed) => {
      const random = slow(seed);
      return {
        bucket: {
          size: Math.round(between(random, 10, 300)),
          perMinute: Math.exp(between(random, 0, Math.log(6_000))),
        },
      };
    },
  },
  {
    name: 'window of 20-300 a minute',
    truth: 'none',
    rules: (seed) => ({ fixedWindow: { perWindow: Math.round(between(slow(seed), 20, 300)), windowMs: MINUTE } }),
  },
  { name: 'bucket 50 at 600 a minute, 150', rules: () => ({ level: hard(150), bucket: { size: 50, perMinute: 600 } }) },
  { name: 'cuts at 20 s of age, windows 1 s', rules: () => ({ level: hard(180), cutAtAgeMs: 20_000 }) },
  { name: 'cuts by chance, 2 % a second', truth: 'none', rules: () => ({ cutsASecond: 0.02 }) },
];
