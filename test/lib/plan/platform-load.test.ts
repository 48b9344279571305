import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueMs, loadVus, shareOf } from '../../../lib/plan/platform-load.ts';
import { platformLoadScenarios } from '../../../thresholds/executors.ts';
import { aPlan } from './a-plan.ts';

const MINUTE_MS = 60_000;

/** Any load that a plan may ask for: at most 300 calls a minute with each token. */
const loads = fc
  .integer({ min: 1, max: 60 })
  .chain((tokens) => fc.tuple(fc.constant(tokens), fc.integer({ min: 1, max: tokens * 300 })));

describe('the load on the Platform API', () => {
  it('gives each token to one VU, and all of them away', () => {
    fc.assert(
      fc.property(loads, ([tokens, perMinute]) => {
        const vus = loadVus(perMinute, tokens);
        const given = Array.from({ length: vus }, (_, vu) => shareOf(perMinute, tokens, vu).mine).flat();
        expect(given.sort((a, b) => a - b)).toEqual(Array.from({ length: tokens }, (_, token) => token));
      }),
    );
  });

  it('calls as often as planned, evenly, and no token more than 300 times in any minute', () => {
    fc.assert(
      fc.property(loads, fc.nat(5), ([tokens, perMinute], fromTurn) => {
        const share = shareOf(perMinute, tokens, 0);
        const turns = Math.ceil(perMinute / tokens) + 1;
        const all = Array.from({ length: tokens }, (_, token) =>
          Array.from({ length: turns }, (_, turn) => dueMs(share, token, turn)),
        ).flat();
        expect(all.filter((atMs) => atMs < MINUTE_MS - 1e-6)).toHaveLength(perMinute);
        const fromMs = dueMs(share, 0, fromTurn);
        const inMinute = Array.from({ length: 700 }, (_, turn) => dueMs(share, 0, turn)).filter(
          (atMs) => atMs >= fromMs && atMs < fromMs + MINUTE_MS - 1e-6,
        );
        expect(inMinute.length).toBeLessThanOrEqual(300);
      }),
      { numRuns: 30 },
    );
  });

  it('is a scenario of its own only where the plan asks for it', () => {
    const plan = aPlan({ platformLoad: { perMinute: 6_000 } });
    const { agents } = plan;
    if (agents === undefined) throw new Error('no agents');
    expect(platformLoadScenarios(plan, agents)).toMatchObject({ 'platform-load': { exec: 'watch', vus: 2 } });
    expect(platformLoadScenarios(aPlan(), agents)).toEqual({});
  });

  it('is refused in one line above 300 calls a minute for each token', () => {
    expect(() => aPlan({ platformLoad: { perMinute: 6_001 } })).toThrow(
      'plan test: platformLoad.perMinute: 6001; allowed: at most 6000 calls a minute: 300 with the token of each of 20 agents',
    );
    expect(() => aPlan({ agents: undefined, platformLoad: { perMinute: 1 } })).toThrow('allowed: at most 0 calls');
  });
});
