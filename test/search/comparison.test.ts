import { describe, expect, it } from 'vitest';
import { phasesOf, settingsOf } from '../../lib/plan/probes/settings.ts';
import { comparePairs, DEFAULT_PAIRS } from '../../search/comparison/comparison.ts';
import type { Outcome, Pair } from '../../search/trials/comparison-measures.ts';
import { nextTrial, pairsOf, type Trial } from '../../search/trials/trials.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { NO_TIME_LIMIT, required, seedsOf } from './deep.ts';
import { cap, noisyCap, randoms, type SimulatedTenant, Simulation } from './simulated-tenants.ts';

const plan = aPlan({ customers: { sessions: 300, perMinute: 600, hold: '1m', longestVisit: '5m' } });
const SEEDS = seedsOf(40);

/** Runs the trials of two tenants in pairs, as the command does. */
function trialsOf(a: SimulatedTenant, b: SimulatedTenant, seed: number, trials = DEFAULT_PAIRS): Trial[] {
  const phase = { ...phasesOf(settingsOf(plan)).byHand(), name: 'trial' as const };
  const simulations = { a: new Simulation(a), b: new Simulation(b) };
  const history: Trial[] = [];
  const contrasts = [{ name: 'compare', a: phase, b: phase }];
  for (;;) {
    const next = nextTrial(contrasts, history, { trials, seed, budgetMs: 1e9, paired: true });
    if (next.kind === 'done') return history;
    history.push({ ...next, measured: simulations[next.arm].measure(next.phase) });
  }
}

const comparison = (a: SimulatedTenant, b: SimulatedTenant, seed: number) =>
  comparePairs(pairsOf(trialsOf(a, b, seed), 'compare'), 'held');

/** Pairs in which b lies above a by these differences in the share served. */
const served = (differences: readonly number[]): Pair[] =>
  differences.map((difference) => ({ a: { served: 0.5 }, b: { served: 0.5 + difference } }));

const twelve = (at: (place: number) => Pair): Pair[] => Array.from({ length: 12 }, (_, place) => at(place));

describe('trials in pairs', () => {
  const order = (seed: number) =>
    trialsOf(
      cap(() => 150),
      cap(() => 150),
      seed,
    );

  it('are one of each arm after the other, behind a warm-up, in an order that is drawn for each pair', () => {
    const firsts = new Set<string>();
    for (const seed of [1, 2, 3]) {
      const [warmUp, ...rest] = order(seed);
      expect(warmUp?.warmUp).toBe(true);
      expect(rest.map(({ pair }) => pair)).toEqual(Array.from({ length: 24 }, (_, place) => Math.floor(place / 2)));
      const arms = rest.map(({ arm }) => arm).join('');
      expect(arms.match(/../g)?.every((pair) => pair === 'ab' || pair === 'ba')).toBe(true);
      firsts.add(arms);
    }
    expect(firsts.size).toBe(3);
  });

  it('are repeated where they fail, and a pair counts only when both of it do', () => {
    const history = order(1);
    const failed = history.map((trial, place) =>
      place === 3 ? { ...trial, measured: { ...trial.measured, failed: 'no' } as Trial['measured'] } : trial,
    );
    expect(pairsOf(failed, 'compare')).toHaveLength(11);
    const settings = { trials: 12, seed: 1, budgetMs: 1e9, paired: true };
    const phase = { ...phasesOf(settingsOf(plan)).byHand(), name: 'trial' as const };
    const next = nextTrial([{ name: 'compare', a: phase, b: phase }], failed.slice(0, 4), settings);
    expect(next).toMatchObject({ pair: history[3]?.pair, arm: history[3]?.arm });
  });
});

describe('a comparison', NO_TIME_LIMIT, () => {
  it('says of ceilings of 150 and 180 that B is better, and by how much', () => {
    expect(
      comparison(
        cap(() => 150),
        cap(() => 180),
        1,
      ),
    ).toMatchObject({
      answer: 'b is better',
      measure: 'held',
      shift: { estimate: 30, lower: 30, upper: 30 },
      better: { a: 0, b: 12 },
      needed: 11,
    });
  });

  it('finds the better plan in the noise of both, whichever way round', () => {
    const answers = SEEDS.map((seed) => {
      const [low, high] = [noisyCap(140, 160, randoms(seed)), noisyCap(170, 190, randoms(seed + 100))];
      return seed % 2 === 0 ? comparison(low, high, seed).answer : comparison(high, low, seed).answer;
    });
    expect(answers).toEqual(SEEDS.map((seed) => (seed % 2 === 0 ? 'b is better' : 'a is better')));
  });

  it('says "no difference shown" of the same plan twice in at least 38 of 40', () => {
    const answers = SEEDS.map((seed) => {
      const [one, other] = [noisyCap(140, 160, randoms(seed)), noisyCap(140, 160, randoms(seed + 100))];
      return comparison(one, other, seed).answer;
    });
    expect(answers.filter((answer) => answer === 'no difference shown').length).toBeGreaterThanOrEqual(
      required(answers, 2 / 40),
    );
  });

  it('says "no difference shown" of equal fixed ceilings, with a shift of exactly 0', () => {
    const { answer, p, shift } = comparison(
      cap(() => 150),
      cap(() => 150),
      1,
    );
    expect({ answer, p, ...shift }).toEqual({ answer: 'no difference shown', p: 1, estimate: 0, lower: 0, upper: 0 });
  });

  it('is shown by eleven of twelve differences that agree, and not by ten', () => {
    const eleven = [0.125, 0.25, 0.125, 0.375, 0.25, 0.125, 0.25, 0.125, 0.125, 0.25, 0.375, -0.375];
    expect(comparePairs(served(eleven), 'served')).toMatchObject({ answer: 'b is better', shift: { lower: 0.125 } });
    expect(comparePairs(served([...eleven.slice(1), -0.125]), 'served').answer).toBe('no difference shown');
  });

  it('counts a difference of 0 against both', () => {
    const two = [0, 0, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125];
    expect(comparePairs(served(two), 'served')).toMatchObject({
      answer: 'no difference shown',
      better: { a: 0, b: 10 },
      shift: { lower: 0 },
    });
  });

  it('has no verdict from seven pairs, and says what was measured', () => {
    const result = comparePairs(served([0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125]), 'served');
    expect(result).toMatchObject({ answer: 'no verdict', shift: { estimate: 0.125 }, better: { b: 7 }, error: 0 });
    expect(result.detectable).toBeUndefined();
  });

  it('has no verdict by a measure that no trial showed', () => {
    expect(comparePairs(served(Array(12).fill(0.1)), 'held')).toMatchObject({ answer: 'no verdict', a: [], b: [] });
  });

  it('calls a shorter wait better', () => {
    const pairs = twelve((place) => ({ a: { wait: 9_000 + place }, b: { wait: 4_000 } }));
    expect(comparePairs(pairs, 'wait')).toMatchObject({ answer: 'b is better', worstA: 9_011, better: { b: 12 } });
  });

  it('does not call a wait shorter that is so because fewer were answered', () => {
    const pairs = twelve(() => ({ a: { wait: 9_000, served: 0.9 }, b: { wait: 4_000, served: 0.5 } }));
    const { others } = comparePairs(pairs, 'served');
    expect(others).toMatchObject([{ measure: 'wait', answer: 'no difference shown' }]);
    expect(comparePairs(pairs, 'served').answer).toBe('a is better');
  });

  it('shows the other measures only where all differences agree', () => {
    const other = (place: number): Outcome => ({ served: 0.5, held: 20, complete: place === 0 ? 0.4 : 0.6 });
    const pairs = twelve((place) => ({ a: { served: 0.5, held: 10, complete: 0.5 }, b: other(place) }));
    const { answer, others, error } = comparePairs(pairs, 'served');
    expect(answer).toBe('no difference shown');
    expect(others.map(({ measure, answer: each }) => [measure, each])).toEqual([
      ['held', 'b is better'],
      ['complete', 'no difference shown'],
    ]);
    expect(error).toBeLessThan(0.01);
  });

  it('of eight pairs judges one measure only, since four would err too often', () => {
    const pairs = twelve(() => ({ a: { served: 0.5, held: 10 }, b: { served: 0.6, held: 20 } })).slice(0, 8);
    const { answer, others, error } = comparePairs(pairs, 'served');
    expect([answer, others[0]?.answer, error]).toEqual(['b is better', 'no verdict', 2 / 256]);
  });
});
