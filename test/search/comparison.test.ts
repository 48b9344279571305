import { describe, expect, it } from 'vitest';
import { phasesOf, settingsOf } from '../../lib/plan/probes/settings.ts';
import { compareTrials, DEFAULT_TRIALS_PER_PLAN } from '../../search/comparison.ts';
import { nextTrial, outcomesOf, type Trial } from '../../search/trials.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { NO_TIME_LIMIT, required, seedsOf } from './deep.ts';
import { cap, noisyCap, randoms, type SimulatedTenant, Simulation } from './simulated-tenants.ts';

const plan = aPlan({ customers: { sessions: 300, perMinute: 600, hold: '1m', longestVisit: '5m' } });
const SEEDS = seedsOf(40);

/** Runs the interleaved trials of two tenants, as the command does. */
function comparison(a: SimulatedTenant, b: SimulatedTenant, seed: number) {
  const phase = { ...phasesOf(settingsOf(plan)).byHand(), name: 'trial' as const };
  const simulations = { a: new Simulation(a), b: new Simulation(b) };
  const history: Trial[] = [];
  for (;;) {
    const next = nextTrial([{ name: 'compare', a: phase, b: phase }], history, {
      trials: DEFAULT_TRIALS_PER_PLAN,
      seed,
      budgetMs: 1e9,
    });
    if (next.kind === 'done') break;
    history.push({ ...next, measured: simulations[next.arm].measure(next.phase) });
  }
  const outcomes = outcomesOf(history, 'compare');
  return compareTrials(outcomes.a, outcomes.b, seed);
}

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
      shift: { estimate: 30, lower: 30, upper: 30 },
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
});
