import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../lib/plan/probes/settings.ts';
import { type Attribution, analyseAttribution, holm } from '../../search/attribution/attribution.ts';
import { AXES, designOf } from '../../search/attribution/attribution-axes.ts';
import { nextTrial, type Trial } from '../../search/trials/trials.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { NO_TIME_LIMIT, required, seedsOf } from './deep.ts';
import {
  type Applicant,
  cap,
  noisyCap,
  noLimit,
  randoms,
  type SimulatedTenant,
  Simulation,
  tokenBucket,
} from './simulated-tenants.ts';

const deployments = Array.from({ length: 4 }, (_, n) => ({
  id: `d0000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
  origin: 'https://example.com',
}));
const plan = aPlan({
  deployments,
  customers: { sessions: 400, perMinute: 600, hold: '1m', longestVisit: '5m' },
  agents: { count: 60, perMinute: 600, capacity: 5, tokens: { source: 'simulated' } },
});
const settings = { ...settingsOf(plan), budgetMs: 24 * 3_600_000 };
const SEEDS = seedsOf(20);

function experiment(tenant: SimulatedTenant, level: number, seed: number): Attribution {
  const design = designOf(plan, settings, level, ['127.0.0.1', '127.0.0.2']);
  const simulation = new Simulation(tenant);
  const history: Trial[] = [];
  for (;;) {
    const next = nextTrial(design.axes, history, { trials: 6, seed, budgetMs: settings.budgetMs });
    if (next.kind === 'done') return analyseAttribution(design, history, level, seed);
    const { contrast, arm, warmUp, phase } = next;
    history.push({ contrast, arm, warmUp, measured: simulation.measure(phase) });
  }
}

const followed = ({ findings }: Attribution) =>
  findings.filter(({ answer }) => answer === 'follows').map(({ axis }) => axis);

const bySource = ({ localIps = '127.0.0.1', index }: Applicant) => {
  const addresses = localIps.split(',');
  return addresses[index % addresses.length] ?? '';
};
const byDeployment = ({ probe, index }: Applicant) => `${index % (probe.deployments ?? deployments.length)}`;
const byToken = ({ probe: { sharedBy = 1 }, index }: Applicant) => `${Math.floor(index / sharedBy)}`;
/** Admits every session, and closes all but `max` of each key, as Genesys does with the connections of a session. */
const evicting = (max: number, key: (who: Applicant) => string): SimulatedTenant => ({
  admits: () => true,
  throwsOut: (inside) => {
    const counts = new Map<string, number>();
    for (const who of inside) counts.set(key(who), (counts.get(key(who)) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum + Math.max(0, count - max), 0);
  },
});

describe('an attribution', NO_TIME_LIMIT, () => {
  it.each<[string, number, (seed: number) => SimulatedTenant, readonly string[]]>([
    ['a ceiling of the tenant', 150, () => cap(() => 150), []],
    ['a ceiling of the tenant that is redrawn', 150, (seed) => noisyCap(140, 160, randoms(seed)), []],
    ['a ceiling of each deployment', 148, () => cap(() => 37, byDeployment), ['deployment']],
    ['a ceiling of each source address', 150, () => cap(() => 150, bySource), ['source-address']],
    ['a limit on connections with a token', 150, () => evicting(1, byToken), ['identity']],
    ['a token bucket', 120, () => tokenBucket(120, 10), ['pace']],
    ['a quick token bucket', 55, () => tokenBucket(50, 600), ['pace']],
    ['a pool that agents and guests share', 150, () => onePool(150), ['side']],
    ['a limit on the weight of sessions', 150, () => weighing(300), ['weight']],
    ['a tenant without a limit', 300, () => noLimit, []],
  ])('finds %s on its own axis and on no other, in at least 19 of 20 experiments', (_, level, tenant, axes) => {
    const found = SEEDS.map((seed) => followed(experiment(tenant(seed), level, seed)).join());
    expect(found.filter((each) => each === axes.join()).length).toBeGreaterThanOrEqual(required(found, 1 / 20));
  });

  function onePool(max: number): SimulatedTenant {
    let inside = 0;
    return {
      begins: (_, agents = 0) => {
        inside = agents;
      },
      admits: () => inside < max && ++inside > 0,
    };
  }
  function weighing(max: number): SimulatedTenant {
    let weight = 0;
    return {
      begins: () => {
        weight = 0;
      },
      admits: ({ probe }) => {
        const adds = { socket: 1, session: 2, conversation: 2 }[probe.weight ?? 'session'];
        if (weight + adds > max) return false;
        weight += adds;
        return true;
      },
    };
  }
});

describe('the attachment of a limit', () => {
  it('is the tenant where address, deployment and pace are excluded', () => {
    expect(
      experiment(
        cap(() => 150),
        150,
        1,
      ).attachedTo,
    ).toEqual(['tenant-connection-ceiling']);
  });

  it('tells a cap of 150 from a bucket of 120 refilled at 10 a minute', () => {
    expect(experiment(tokenBucket(120, 10), 120, 1).attachedTo).toEqual(['connection-rate-throttle']);
  });

  it('is none where no limit was met, and every row says so', () => {
    const { attachedTo, findings } = experiment(noLimit, 300, 1);
    expect(attachedTo).toEqual(['none']);
    for (const { answer, why } of findings)
      expect([answer, why]).toEqual(['not shown', 'no limit was met in either arm']);
  });
});

describe('an axis that cannot be varied', () => {
  const one = aPlan({
    customers: { sessions: 400, perMinute: 600, hold: '1m', longestVisit: '5m' },
    agents: undefined,
  });

  it('is listed with the reason', () => {
    const { axes, notVaried } = designOf(one, settingsOf(one), 150, ['127.0.0.1']);
    expect(axes.map(({ name }) => name)).toEqual(['identity', 'pace', 'weight']);
    expect(notVaried).toEqual([
      { axis: 'source-address', why: expect.stringContaining('second one is needed') },
      { axis: 'deployment', why: 'the plan has one deployment' },
      { axis: 'side', why: 'the plan has no agents' },
    ]);
  });
});

describe('the order of trials', () => {
  const design = designOf(plan, settings, 150, ['127.0.0.1', '127.0.0.2']);

  it('is random, begins with a warm-up, has both arms equally often, and is the same for the same seed', () => {
    const order = (seed: number) => {
      const simulation = new Simulation(noLimit);
      const history: Trial[] = [];
      for (;;) {
        const next = nextTrial(design.axes.slice(0, 1), history, { trials: 6, seed, budgetMs: 1e9 });
        if (next.kind === 'done') return history.map(({ arm, warmUp }) => (warmUp ? arm.toUpperCase() : arm)).join('');
        history.push({ ...next, measured: simulation.measure(next.phase) });
      }
    };
    expect(order(1)).toMatch(/^[AB][ab]{12}$/);
    expect(order(1).slice(1).replaceAll('a', '')).toHaveLength(6);
    expect(order(1)).toBe(order(1));
    expect(new Set(Array.from({ length: 20 }, (_, seed) => order(seed))).size).toBeGreaterThan(15);
  });

  it('repeats a trial that failed or ran late, and ends after three in a row', () => {
    const first = nextTrial(design.axes, [], { trials: 6, seed: 1, budgetMs: 1e9 });
    if (first.kind === 'done') throw new Error('nothing to do');
    const failed = { ...first, measured: { phase: first.phase, startedMs: 0, tookMs: 1, failed: 'no route' } };
    expect(nextTrial(design.axes, [failed], { trials: 6, seed: 1, budgetMs: 1e9 })).toEqual(first);
    expect(nextTrial(design.axes, [failed, failed, failed], { trials: 6, seed: 1, budgetMs: 1e9 })).toEqual({
      kind: 'done',
      why: '3 trials in a row failed: no route',
    });
  });

  it('ends at the budget', () => {
    expect(nextTrial(design.axes, [], { trials: 6, seed: 1, budgetMs: 10 })).toEqual({
      kind: 'done',
      why: 'the time budget ended before source-address was measured',
    });
  });

  it('covers every axis', () => expect(design.axes.map(({ name }) => name)).toEqual([...AXES]));
});

describe("Holm's correction", () => {
  it('multiplies the smallest p by the number of tests, and never falls', () => {
    expect(holm([0.01, undefined, 0.04, 0.03])).toEqual([0.03, undefined, 0.06, 0.06]);
  });
});
