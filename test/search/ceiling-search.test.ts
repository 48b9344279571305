import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SearchSettings, settingsOf } from '../../lib/plan/probes/settings.ts';
import { nextSearchStep } from '../../search/ceiling/ceiling-search.ts';
import { searchLengthMs } from '../../search/ceiling/search-length.ts';
import type { SearchResult } from '../../search/ceiling/search-result.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { draws, NO_TIME_LIMIT, required, seedsOf } from './deep.ts';
import { cap, noisyCap, noLimit, randoms, type SimulatedTenant, Simulation, tokenBucket } from './simulated-tenants.ts';

const deployments = Array.from({ length: 12 }, (_, n) => ({
  id: `d0000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
  origin: 'https://example.com',
}));

function settings(changes: Partial<SearchSettings> = {}): SearchSettings {
  const customers = { sessions: 400, perMinute: 600, hold: '1m', longestVisit: '5m' };
  return { ...settingsOf(aPlan({ deployments, customers }), changes.quick), budgetMs: 24 * 3_600_000, ...changes };
}

/** Runs a search to its end against a simulated tenant. */
function search(tenant: SimulatedTenant, changes: Partial<SearchSettings> = {}, seed = 1) {
  const simulation = new Simulation(tenant);
  const history: MeasuredPhase[] = [];
  for (let phases = 0; phases < 5_000; phases++) {
    const step = nextSearchStep(settings(changes), history, seed);
    if (step.kind === 'done') return { result: step.result, history, peak: simulation.peak };
    history.push(simulation.measure(step.phase));
  }
  throw new Error('the search does not end');
}

describe('the search for a fixed ceiling', NO_TIME_LIMIT, () => {
  it.each([37, 612, 2_400])('finds one of %i within one session, sustained and refused from', (planted) => {
    const { result } = search(
      cap(() => planted),
      { most: 4_000 },
    );
    expect(result).toMatchObject({
      kind: 'ceiling',
      sustained: { level: planted, clean: 29, of: 29, confirmed: true },
      refusedFrom: { lowest: planted + 1, highest: planted + 1 },
      neverAdmittedAbove: planted,
      irregular: [],
    });
  });

  it('finds the ceiling wherever it lies', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 399 }), fc.nat(), (planted, seed) => {
        const { result } = search(
          cap(() => planted),
          {},
          seed,
        );
        expect(result).toMatchObject({ sustained: { level: planted }, neverAdmittedAbove: planted, rates: [] });
      }),
      draws(60),
    );
  });

  it('takes as long as plan check says beforehand', () => {
    for (const planted of [37, 150, 301, 399]) {
      const { result } = search(cap(() => planted));
      expect(searchLengthMs(settings(), planted)).toBeCloseTo(result.tookMs);
    }
  });

  it('finds a ceiling below the first step', () => {
    const { result } = search(
      cap(() => 3),
      { first: 50 },
    );
    expect(result).toMatchObject({ sustained: { level: 3 }, refusedFrom: { lowest: 4 } });
  });

  it('finds the part of the ceiling that others leave', () => {
    const { result } = search(cap(() => 150 - 30));
    expect(result.sustained?.level).toBe(120);
    expect(result.notTested.join()).toContain('sessions that others had open');
  });
});

describe('a ceiling drawn from 140 to 160 for every window', NO_TIME_LIMIT, () => {
  const results = seedsOf(40).map((seed) => search(noisyCap(140, 160, randoms(seed)), {}, seed));

  it('is sustained within 138 to 143 in at least nine of ten searches', () => {
    const levels = results.map(({ result }) => result.sustained?.level ?? 0);
    expect(levels.filter((level) => level >= 138 && level <= 143).length).toBeGreaterThanOrEqual(
      required(levels, 4 / 40),
    );
  });

  it('is never called a limit on the rate', () => {
    expect(results.filter(({ result }) => result.rates.length > 0)).toEqual([]);
  });

  it('never admits more than "never admitted above" says', () => {
    for (const { result, peak } of results) expect(result.neverAdmittedAbove).toBeGreaterThanOrEqual(peak);
  });
});

describe('a tenant without a ceiling', NO_TIME_LIMIT, () => {
  it('holds at least the maximum that was offered, confirmed like any level', () => {
    const { result } = search(noLimit);
    expect(result).toMatchObject({ kind: 'none', mostOffered: 400, sustained: { level: 400, confirmed: true } });
    expect(result.refusedFrom).toBeUndefined();
  });
});

describe('a limit on the rate', NO_TIME_LIMIT, () => {
  it.each([
    ['a bucket of 120 refilled at 10 a minute', () => tokenBucket(120, 10)],
    ['a throttle of 600 a minute with bursts of 50', () => tokenBucket(50, 600)],
    ['a throttle of 200 a minute with bursts of 50', () => tokenBucket(50, 200)],
  ])('is not called a ceiling: %s', (_, bucket) => {
    const { result } = search(bucket());
    expect(result.rates.length).toBeGreaterThan(0);
    expect(result.kind).not.toBe('ceiling');
  });

  it('is never taken for a ceiling alone, whatever the size of the bucket and its refill', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 300 }),
        fc.integer({ min: 1, max: 6_000 }),
        fc.integer({ min: 1_000, max: 30_000 }),
        (size, perMinute, windowMs) => {
          const { result } = search(tokenBucket(size, perMinute), { windowMs });
          if (result.kind === 'ceiling') expect(result.rates.length).toBeGreaterThan(0);
        },
      ),
      { ...draws(100), seed: 1 },
    );
  });

  it('hides a ceiling, which a gentler pace finds', () => {
    const throttle = tokenBucket(50, 600);
    const ceiling = cap(() => 150);
    const both: SimulatedTenant = {
      begins: (atMs) => ceiling.begins?.(atMs),
      admits: (who) => throttle.admits(who) && ceiling.admits(who),
      leaves: (who) => ceiling.leaves?.(who),
    };
    const { result } = search(both);
    expect(result).toMatchObject({ kind: 'ceiling', sustained: { level: 150, confirmed: true } });
    expect(result.rates.length).toBeGreaterThan(0);
  });
});

describe('a ceiling that drifts', NO_TIME_LIMIT, () => {
  it('is called drifting, and the halves are not pooled', () => {
    const { result } = search(cap((atMs) => Math.floor(200 - atMs / 30_000)));
    expect(result.drift?.secondHalf).toBeLessThan(result.drift?.firstHalf ?? 0);
    expect(result.irregular.join()).toContain('drifted');
  });
});

describe('a ceiling that falls all the time', NO_TIME_LIMIT, () => {
  it.each([10_000, 30_000, 120_000])(
    'confirms no level, and is no limit on the rate, when it falls by one every %i ms',
    (everyMs) => {
      const { result } = search(cap((atMs) => Math.max(1, Math.floor(200 - atMs / everyMs))));
      expect(result.drift).toBeDefined();
      expect(result.rates).toEqual([]);
      expect(result.sustained).toBeUndefined();
    },
  );
});

describe('a ceiling just below the maximum that may be offered', NO_TIME_LIMIT, () => {
  it('is found when the bracket came through by luck', () => {
    // Only the first four probes find room for all.
    let probes = 0;
    const { result } = search(cap(() => (++probes <= 5 ? 400 : 380)));
    expect(result).toMatchObject({ kind: 'ceiling', sustained: { level: 380, confirmed: true } });
  });

  it('is not reported when a single window was refused and nothing repeats it', () => {
    let probes = 0;
    const { result } = search(cap(() => (++probes === 10 ? 300 : 1_000)));
    expect(result).toMatchObject({ kind: 'none', sustained: { level: 400, confirmed: true }, stepDowns: 1 });
  });
});

describe('a search', NO_TIME_LIMIT, () => {
  it('keeps to its budget and says what it is worth', () => {
    const { result } = search(
      cap(() => 150),
      { budgetMs: 10 * 60_000 },
    );
    expect(result.tookMs).toBeLessThanOrEqual(10 * 60_000);
    expect(result.sustained).toMatchObject({ level: 150, confirmed: false });
    expect(result.irregular.join()).toContain('lower bound only');
  });

  it('survives phases that fail', () => {
    const simulation = new Simulation(cap(() => 150));
    const history: MeasuredPhase[] = [];
    for (;;) {
      const step = nextSearchStep(settings(), history, 1);
      if (step.kind === 'done') {
        expect(step.result).toMatchObject({ sustained: { level: 150, confirmed: true }, irregular: [] });
        expect(step.result.failedPhases).toBeGreaterThan(2);
        return;
      }
      if (history.length % 4 === 0)
        history.push({ phase: step.phase, startedMs: 0, tookMs: 1_000, failed: 'exit 255' });
      else history.push(simulation.measure(step.phase));
    }
  });

  it('does not count probes and windows whose sessions came or left late, and gives up when there are too many', () => {
    const late = (share: number) => {
      const simulation = new Simulation(cap(() => 150));
      const history: MeasuredPhase[] = [];
      for (let phases = 0; phases < 500; phases++) {
        const step = nextSearchStep(settings(), history, 1);
        if (step.kind === 'done') return step.result;
        const measured = simulation.measure(step.phase);
        if (phases % share === 0 && 'probes' in measured) {
          const probes = measured.probes.map((probe) => ({
            ...probe,
            admitted: probe.admitted - 20,
            held: probe.held - 20,
            late: 20,
          }));
          history.push({ ...measured, probes });
        } else history.push(measured);
      }
      throw new Error('the search does not end');
    };
    expect(late(4)).toMatchObject({ sustained: { level: 150, confirmed: true }, irregular: [] });
    expect(late(1).irregular.join()).toContain('ran late');
  });

  it('ends after three phases in a row that failed', () => {
    const history: MeasuredPhase[] = [];
    for (let n = 0; n < 3; n++) {
      const step = nextSearchStep(settings(), history, 1);
      if (step.kind === 'done') throw new Error('ended early');
      history.push({ phase: step.phase, startedMs: 0, tookMs: 1_000, failed: 'no route' });
    }
    expect(nextSearchStep(settings(), history, 1)).toMatchObject({
      kind: 'done',
      result: { kind: 'unfinished', irregular: ['3 phases in a row failed: no route'] },
    });
  });

  it('depends only on what was measured, so that it can be resumed anywhere', () => {
    const { history } = search(noisyCap(140, 160, randoms(3)));
    for (let cut = 0; cut < history.length; cut++) {
      const kept = JSON.parse(JSON.stringify(history.slice(0, cut))) as MeasuredPhase[];
      expect(nextSearchStep(settings(), kept, 1)).toMatchObject({ phase: history[cut]?.phase });
    }
  });

  it('never offers more than the plan allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 60, max: 300 }), (planted, max) => {
        const { history } = search(
          cap(() => planted),
          { most: max },
        );
        for (const { phase } of history) for (const { offer } of phase.probes) expect(offer).toBeLessThanOrEqual(max);
      }),
      draws(30),
    );
  });

  it('goes up again when the limit that the bracket met is gone', () => {
    const { result } = search(cap((atMs) => (atMs < 5_000 ? 20 : 300)));
    expect(result.sustained?.level).toBe(300);
  });

  it('reports that nothing was admitted', () => {
    expect(search(cap(() => 0)).result).toMatchObject({ kind: 'nothing-admitted' } satisfies Partial<SearchResult>);
  });
});

describe('a quick search', NO_TIME_LIMIT, () => {
  it('claims less, from fewer windows, and takes 15 minutes at most', () => {
    const { result } = search(noisyCap(140, 160, randoms(1)), { quick: true, budgetMs: 15 * 60_000 });
    expect(result.sustained?.reliability).toBeLessThan(0.9);
    expect(result.refusedFrom?.lowest).toBeGreaterThan(140);
    expect(result.tookMs).toBeLessThanOrEqual(15 * 60_000);
    expect(result.irregular).toEqual([]);
  });
});
