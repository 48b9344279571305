import { type Random, streamFor } from '../../lib/base/random.ts';
import type { Guest, TenantRules } from './tenant-model.ts';

/** A kind of tenant that attributions are run on. */
export interface AttributionFamily {
  readonly name: string;
  /** What is right to say: exactly these names, in any order. `undetermined` is never wrong, and never right elsewhere. */
  readonly right: readonly string[];
  rules(random: Random): TenantRules;
}

const redrawn = (min: number, max: number, random: Random) => {
  let slice = -1;
  let level = max;
  return (atMs: number) => {
    const now = Math.floor(atMs / 2_000);
    if (now !== slice) level = min + Math.floor(random() * (max - min + 1));
    slice = now;
    return level;
  };
};
const byDeployment = ({ deployment }: Guest) => `${deployment}`;
const bySource = ({ address }: Guest) => address;
const byToken = ({ token }: Guest) => token;
const chance = (share: number) => () => share;
const TENANT = ['tenant-connection-ceiling'];

export const ATTRIBUTION_FAMILIES: readonly AttributionFamily[] = [
  { name: 'level of the tenant', right: TENANT, rules: () => ({ level: () => 150 }) },
  { name: 'level redrawn 140-160', right: TENANT, rules: (random) => ({ level: redrawn(140, 160, random) }) },
  { name: 'level 150 + 1 % chance', right: TENANT, rules: () => ({ level: () => 150, chance: chance(0.01) }) },
  { name: 'level 150 + 10 % chance', right: TENANT, rules: () => ({ level: () => 150, chance: chance(0.1) }) },
  { name: 'eviction at 150', right: TENANT, rules: () => ({ level: () => 150, above: 'evict' }) },
  {
    name: 'soft 140-180',
    right: TENANT,
    rules: () => ({ soft: (open) => Math.min(1, Math.max(0, (open - 140) / 40)) }),
  },
  {
    name: 'level 150, dead deployment',
    right: ['deployment-inactive', ...TENANT],
    rules: () => ({ level: () => 150, isDead: ({ deployment }) => deployment === 1 }),
  },
  {
    name: 'no limit, dead deployment',
    right: ['deployment-inactive'],
    rules: () => ({ isDead: ({ deployment }) => deployment === 2 }),
  },
  ...[0.01, 0.05, 0.1].map((share) => ({
    name: `no limit, ${share * 100} % chance`,
    right: ['none'],
    rules: () => ({ chance: chance(share) }),
  })),
  { name: 'no limit, 40 % chance', right: ['refused-by-chance'], rules: () => ({ chance: chance(0.4) }) },
  { name: 'no limit', right: ['none'], rules: () => ({}) },
  { name: 'each deployment 37', right: ['deployment-limit'], rules: () => ({ level: () => 37, key: byDeployment }) },
  {
    name: 'each deployment 35-40 redrawn',
    right: ['deployment-limit'],
    rules: (random) => ({ level: redrawn(35, 40, random), key: byDeployment }),
  },
  { name: 'each address 150', right: ['source-address-limit'], rules: () => ({ level: () => 150, key: bySource }) },
  {
    name: 'one of a token, evicted',
    right: ['duplicate-identity'],
    rules: () => ({ level: () => 1, key: byToken, above: 'evict' }),
  },
  {
    name: 'bucket 20-200 at 5-600 a minute',
    right: ['connection-rate-throttle'],
    rules: (random) => ({
      bucket: { size: Math.round(20 + 180 * random()), perMinute: 5 * Math.exp(random() * Math.log(120)) },
    }),
  },
  {
    name: 'window of 30-200 a minute',
    right: ['connection-rate-throttle'],
    rules: (random) => ({ fixedWindow: { perWindow: Math.round(30 + 170 * random()), windowMs: 60_000 } }),
  },
  {
    name: 'conversations weigh 2, 300',
    right: ['session-weight'],
    rules: () => ({ level: () => 300, weigh: ({ weight }) => (weight === 'socket' ? 1 : 2) }),
  },
  {
    name: 'one pool with agents, 150',
    right: ['one-pool-for-both-sides'],
    rules: () => ({ level: () => 150, countsAgents: true }),
  },
  {
    name: 'each address and deployment 37',
    right: ['source-address-limit', 'deployment-limit'],
    rules: () => ({ level: () => 37, key: (guest) => `${bySource(guest)} ${byDeployment(guest)}` }),
  },
];

export const randomOf = (seed: number): Random => streamFor(seed, 7);
